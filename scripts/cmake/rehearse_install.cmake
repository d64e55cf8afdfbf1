# rehearse::rehearse for find_package: one name that links every layer; headers stay where they are in the sources,
# below include/rehearse. The layers' archives are installed as they are, so nothing is compiled twice.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
get_property(layers GLOBAL PROPERTY REHEARSE_LAYERS)

add_library(rehearse_all INTERFACE)
set_target_properties(rehearse_all PROPERTIES EXPORT_NAME rehearse)
target_link_libraries(rehearse_all INTERFACE ${layers})
target_compile_features(rehearse_all INTERFACE cxx_std_23)
add_library(rehearse::rehearse ALIAS rehearse_all)

install(TARGETS rehearse_all ${layers} EXPORT rehearse ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT rehearse NAMESPACE rehearse:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse FILE rehearse-targets.cmake)
# sim/script is left out: an embedder sees no Lua type. sim/cli is the command's own.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/sim ${PROJECT_SOURCE_DIR}/reports DESTINATION include/rehearse
        OPTIONAL FILES_MATCHING PATTERN "*.hpp" PATTERN "sim/script" EXCLUDE PATTERN "sim/cli" EXCLUDE PATTERN "web" EXCLUDE)
if(TARGET rehearse)
  install(TARGETS rehearse RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

if(TARGET rehearse_script)
  set(REHEARSE_LUA_MODULE lua5.4)
  if(REHEARSE_LUA_CXX)
    set(REHEARSE_LUA_MODULE lua5.4-c++)
  endif()
endif()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/rehearse-config.cmake.in
  ${PROJECT_BINARY_DIR}/rehearse-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/rehearse-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rehearse-config.cmake ${PROJECT_BINARY_DIR}/rehearse-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rehearse)
