// validate --graph, and what validate says of definitions.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

constexpr char const* kTwo = R"({"Steps": [
 {"Name": "Prep", "Type": "Processing", "Arguments": {}},
 {"Name": "Train", "Type": "Training", "DependsOn": ["Prep"], "Arguments": {}},
 {"Name": "Check", "Type": "Processing", "DependsOn": ["Prep"], "Arguments": {}}]}
)";

}  // namespace

TEST_CASE("graph: one format of one file goes to standard output, all else beside it",
          "[cli][graph]") {
  Folder folder;
  folder.write("d.json", kTwo);
  Ended dot = folder.rehearse("validate --graph dot d.json");
  CHECK(dot.code == 0);
  CHECK_THAT(dot.out, StartsWith("digraph pipeline {"));
  CHECK(dot.err == "ok  d.json  pipeline definition, 3 steps, 0 parameters\n");
  CHECK_THAT(folder.rehearse("validate --graph json d.json").out, StartsWith("{\n  \"nodes\""));
  CHECK_FALSE(folder.has("out"));

  Ended both = folder.rehearse("validate --graph dot,json d.json");
  CHECK(both.code == 0);
  CHECK_THAT(both.out, Contains("  dot: out/d/graph.dot\n  json: out/d/graph.json\n"));
  CHECK(folder.read("out/d/graph.dot") == dot.out);
  Ended elsewhere = folder.rehearse("validate --graph dot --out pictures d.json");
  CHECK_THAT(elsewhere.out, Contains("dot: pictures/graph.dot"));
  folder.write("more/e.json", kTwo);
  CHECK_THAT(folder.rehearse("validate --graph dot --out p d.json more/e.json").out,
             Contains("dot: p/d/graph.dot") && Contains("dot: p/e/graph.dot"));
}

TEST_CASE("graph: the critical path follows the durations of a file", "[cli][graph]") {
  Folder folder;
  folder.write("d.json", kTwo);
  folder.write("t.json", R"({"Train": "2m", "Check": ["10m", "1h", "2h"], "Elsewhere": "5s"})");
  Ended ended = folder.rehearse("validate --graph dot --durations t.json d.json");
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Contains("critical path 1h6m: Prep, Check"));
  CHECK_THAT(ended.err, EndsWith("warning: t.json: no definition has a step `Elsewhere`\n"));
  folder.write("t.json", R"({"Trian": "2m"})");
  CHECK_THAT(folder.rehearse("validate --graph dot --durations t.json d.json").err,
             Contains("t.json: no definition has a step `Trian`; did you mean `Train`?"));
  std::string other(kTwo);
  other.replace(other.find("Check"), 5, "Other");
  folder.write("e.json", other);
  folder.write("t.json", R"({"Other": "2m", "Check": "3m", "None": "1m"})");
  ended = folder.rehearse("validate --graph dot --durations t.json d.json e.json --out p");
  CHECK(ended.code == 0);
  CHECK(ended.err == "warning: t.json: no definition has a step `None`\n");  // of both files
}

TEST_CASE("graph: bad durations have a place and a remedy", "[cli][graph]") {
  Folder folder;
  folder.write("d.json", kTwo);
  struct Bad {
    char const *text, *says;
  };
  for (Bad const& bad :
       {Bad{"{\"Train\":\n 5}", "t.json:2:2: a duration must be a string, not number"},
        Bad{R"({"Train": "5 parsecs"})", "t.json:1:11: "},
        Bad{R"({"Train": ["1m", "2m"]})", "`Train` has 2 durations; one, or three"},
        Bad{R"({"Train": ["3m", "2m", "4m"]})", "must ascend"},
        Bad{"[]", "durations are an object by step"}}) {
    folder.write("t.json", bad.text);
    Ended ended = folder.rehearse("validate --graph dot --durations t.json d.json");
    INFO(ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(flat(ended.err), Contains(bad.says));
  }
}

TEST_CASE("graph: options that mean nothing are refused", "[cli][graph]") {
  Folder folder;
  folder.write("d.json", kTwo);
  folder.write("more/d.json", kTwo);
  folder.write("p.json",
               R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*",
 "Resource": "*"}})");
  struct Bad {
    char const *arguments, *says;
  };
  for (Bad const& bad :
       {Bad{"--graph svg d.json", "there is no graph format `svg`; there are `dot` and `json`"},
        Bad{"--durations t.json d.json", "`--durations` and `--out` belong to `--graph`"},
        Bad{"--graph dot p.json", "`p.json` is a policy: only definitions have graphs"},
        Bad{"--graph dot d.json more/d.json", "two graphs would go to `out/d`"}}) {
    Ended ended = folder.rehearse("validate " + std::string(bad.arguments));
    INFO(ended.err);
    CHECK(ended.code == 2);
    CHECK_THAT(flat(ended.err), Contains(bad.says));
  }
}

TEST_CASE("validate: all faults of a definition are told, each with its place", "[cli][validate]") {
  Folder folder;
  folder.write("d.json", R"({"Steps": [
 {"Name": "A", "Type": "Training", "DependsOn": ["B"], "Arguments": {}},
 {"Name": "A", "Type": "Processing", "Arguments": {"Environment": {"x": {"Get": "Parameters.P"}}}},
 {"Name": "C", "Type": "Processing", "Arguments": {"ProcessingResources": {"ClusterConfig": {
   "InstanceType": "ml.m5.lage"}}}}]}
)");
  Ended ended = folder.rehearse("validate d.json");
  CHECK(ended.code == 2);
  INFO(ended.err);
  for (char const* line :
       {"rehearse: d.json:2:50: Step B is undefined.",
        "rehearse: d.json:3:2: Pipeline steps cannot have duplicate names.",
        "rehearse: d.json:3:81: Parameter 'P' is undefined.",
        "rehearse: d.json:5:20: Unable to parse pipeline definition. Model Validation failed: "
        "Value "
        "'ml.m5.lage' for 'ProcessingInstanceType' failed to satisfy enum value set: ["})
    CHECK_THAT(ended.err, Contains(line));
  folder.write("cut.json", R"({"Version": "2020-12-01", "Steps": [{)");
  CHECK_THAT(folder.rehearse("validate cut.json").err,
             StartsWith("rehearse: cut.json:1:38: Unable to parse pipeline definition. "));
}

TEST_CASE("validate: a definition's traps are warnings, and it is no worse for them",
          "[cli][validate]") {
  Folder folder;
  folder.write("d.json", R"({"Steps": [
 {"Name": "A", "Type": "Training", "Arguments": {"RoleArn": "DummyRole",
  "Environment": {"DB_PASSWORD": "x"}},
  "CacheConfig": {"Enabled": true, "ExpireAfter": "P30M"}}]}
)");
  Ended ended = folder.rehearse("validate d.json");
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK_THAT(ended.out,
             StartsWith("ok  d.json  pipeline definition, 1 step, 0 parameters, 3 warnings\n"));
  CHECK_THAT(ended.out, Contains("  warning: d.json:2:61: Value 'DummyRole'") &&
                            Contains("[refused-by-job]\n") &&
                            Contains("  warning: d.json:3:34: the value of `DB_PASSWORD`") &&
                            Contains("[secret-in-definition]\n") &&
                            Contains("  warning: d.json:4:51: `P30M` is 30 months") &&
                            Contains("[months-for-minutes]\n"));
}
