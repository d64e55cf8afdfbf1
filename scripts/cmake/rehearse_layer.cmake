# rehearse_layer(NAME SOURCES a.cpp ... [USES layer ...] [LINKS library ...])
# One folder of sim/ as one target, rehearse_NAME. USES names the layers below it: they are all that its
# sources may include (scripts/check_layers holds the #include lines against the same lists).
function(rehearse_layer name)
  cmake_parse_arguments(LAYER "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_library(rehearse_${name} STATIC ${LAYER_SOURCES})
  target_include_directories(rehearse_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include/rehearse>)
  foreach(library IN LISTS LAYER_LINKS)   # a library of headers is no embedder's concern
    get_target_property(type ${library} TYPE)
    get_target_property(more ${library} INTERFACE_LINK_LIBRARIES)
    if(type STREQUAL INTERFACE_LIBRARY AND NOT more)
      list(TRANSFORM LAYER_LINKS REPLACE "^${library}$" "$<BUILD_INTERFACE:${library}>")
    endif()
  endforeach()
  set(LAYER_RAW_USES ${LAYER_USES})
  list(TRANSFORM LAYER_USES PREPEND rehearse_)
  target_link_libraries(rehearse_${name} PUBLIC ${LAYER_USES} PRIVATE ${LAYER_LINKS} $<BUILD_INTERFACE:rehearse_flags>)
  set_property(GLOBAL APPEND PROPERTY REHEARSE_LAYERS rehearse_${name})
  # File by file, the world's header costs each three seconds: world compiles it once, the layers above take it from there.
  if(CMAKE_UNITY_BUILD)
  elseif(name STREQUAL world)
    target_precompile_headers(rehearse_world PRIVATE <fmt/format.h> "${PROJECT_SOURCE_DIR}/sim/world/world.hpp")
  elseif(world IN_LIST LAYER_RAW_USES)
    target_precompile_headers(rehearse_${name} REUSE_FROM rehearse_world)
  endif()
endfunction()
