// Catch's own main. The precompiled header has catch.hpp without it, so it stands apart.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
