"""scripts/check_layers sees each kind of wrong arrow."""
import unittest

from planted import PlantedTest

BASE = {"sim/base/CMakeLists.txt": "rehearse_layer(base SOURCES a.cpp)", "sim/base/a.hpp": "#pragma once\n"}
VOCAB = {"sim/vocab/CMakeLists.txt": "rehearse_layer(vocab SOURCES b.cpp USES base)", "sim/vocab/b.hpp": '#include "sim/base/a.hpp"\n'}


class LayersTest(PlantedTest):
    checker = "check_layers"

    def test_arrows_down_are_in_order(self):
        self.assert_clean(BASE | VOCAB)

    def test_an_include_upwards_is_caught(self):
        self.assert_caught(BASE | VOCAB | {"sim/base/a.cpp": '\n#include "sim/vocab/b.hpp"\n'},
                           "sim/base/a.cpp:2: base includes vocab")

    def test_an_include_of_an_undeclared_layer_is_caught(self):
        files = BASE | VOCAB | {"sim/engine/CMakeLists.txt": "rehearse_layer(engine SOURCES e.cpp USES base)",
                                "sim/engine/e.cpp": '#include "sim/vocab/b.hpp"\n'}
        self.assert_caught(files, "engine includes vocab")

    def test_layers_reached_through_others_may_be_included(self):
        self.assert_clean(BASE | VOCAB | {"sim/iam/CMakeLists.txt": "rehearse_layer(iam SOURCES p.cpp USES vocab)",
                                          "sim/iam/p.cpp": '#include "sim/base/a.hpp"\n'})

    def test_a_use_against_the_arrows_is_caught(self):
        self.assert_caught(BASE | {"sim/vocab/CMakeLists.txt": "rehearse_layer(vocab SOURCES b.cpp USES base world)"},
                           "USES world, which is not below vocab")

    def test_a_link_against_the_arrows_is_caught(self):
        self.assert_caught(BASE | {"reports/CMakeLists.txt": "add_library(rehearse_reports x.cpp)\n"
                                                             "target_link_libraries(rehearse_reports PUBLIC rehearse_engine)"},
                           "USES engine")

    def test_an_unknown_layer_is_caught(self):
        self.assert_caught({"sim/magic/CMakeLists.txt": "rehearse_layer(magic SOURCES m.cpp)"}, "no such layer")

    def test_a_circle_of_headers_is_caught(self):
        self.assert_caught({"sim/base/a.hpp": '#include "sim/base/b.hpp"\n', "sim/base/b.hpp": '#include "sim/base/a.hpp"\n'},
                           "circle of includes: sim/base/a.hpp -> sim/base/b.hpp -> sim/base/a.hpp")

    def test_a_relative_include_is_caught(self):
        self.assert_caught(BASE | {"sim/base/a.cpp": '#include "a.hpp"\n'}, "write the path from the top folder")

    def test_lua_outside_its_layer_is_caught(self):
        self.assert_caught(BASE | {"sim/base/a.cpp": "#include <lua.hpp>\n"}, "Lua is known to sim/script and sim/scenario alone")

    def test_heavy_json_in_a_header_is_caught(self):
        self.assert_caught({"sim/base/a.hpp": "#include <nlohmann/json.hpp>\n"}, "json_fwd.hpp")


if __name__ == "__main__":
    unittest.main()
