# What every target is compiled with, and the switches a builder may turn.
option(REHEARSE_BUILD_TESTS "build the tests" ON)
option(REHEARSE_BUILD_BENCHMARKS "build the benchmarks" OFF)
option(REHEARSE_WERROR "warnings are errors (development and CI presets)" OFF)
option(REHEARSE_FUZZ "build the fuzz targets (clang; scripts/fuzz)" OFF)
option(REHEARSE_TIDY "run clang-tidy-19 beside the compiler (preset tidy)" OFF)
option(REHEARSE_LUA_CXX "link Debian's C++ build of Lua instead of the C one" OFF)
set(REHEARSE_SANITIZE "" CACHE STRING "sanitizers, for example address,undefined")
set(REHEARSE_CORPUS "" CACHE PATH "folder with real pipeline definitions to test against")
set(REHEARSE_PEERS "" CACHE PATH "folder with the sources of the programs to benchmark against")

foreach(given IN ITEMS REHEARSE_CORPUS REHEARSE_PEERS)   # not given is a visible skip, given and absent a mistake
  if(${given} AND NOT IS_DIRECTORY ${${given}})
    message(FATAL_ERROR "${given}: there is no folder `${${given}}`")
  endif()
endforeach()

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "build type" FORCE)
endif()
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")   # line tables are enough for a backtrace

find_program(REHEARSE_CCACHE ccache)
if(REHEARSE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is safe to cache by the content of what it was made from.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${REHEARSE_CCACHE})
endif()
if(REHEARSE_TIDY)
  find_program(REHEARSE_CLANG_TIDY clang-tidy-19 REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${REHEARSE_CLANG_TIDY} --quiet)
endif()

add_library(rehearse_flags INTERFACE)
# One multiplication and one addition stay two roundings on every machine.
target_compile_options(rehearse_flags INTERFACE -ffp-contract=off -fno-fast-math)
# No path of the builder's machine gets into the program.
target_compile_options(rehearse_flags INTERFACE
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=.)
target_compile_options(rehearse_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# g++ 12 sees uninitialized members in moved variants that are there (its bug 105562); clang and the sanitizers watch for real ones.
target_compile_options(rehearse_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(REHEARSE_WERROR)
  target_compile_options(rehearse_flags INTERFACE -Werror)
endif()
if(REHEARSE_SANITIZE)
  target_compile_options(rehearse_flags INTERFACE
    -fsanitize=${REHEARSE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(rehearse_flags INTERFACE -fsanitize=${REHEARSE_SANITIZE})
  target_compile_definitions(rehearse_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
