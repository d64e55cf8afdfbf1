// Definitions and policies that are wrong: one clear sentence with the place and what would be
// right, and nothing written.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

struct BadDocument {
  char const* what;
  std::string text;
  std::vector<char const*> said;  // on standard error, each
};

std::string steps(std::string_view list) {
  return "{\"Version\": \"2020-12-01\", \"Metadata\": {}, \"Parameters\": [],\n \"Steps\": [\n" +
         std::string(list) + "\n]}\n";
}
std::string step(std::string_view name, std::string_view more = "") {
  return "{\"Name\": \"" + std::string(name) + "\", \"Type\": \"Processing\"" + std::string(more) +
         ", \"Arguments\": {\"RoleArn\": \"arn:aws:iam::111111111111:role/Execution\", "
         "\"AppSpecification\": {\"ImageUri\": \"i\"}, "
         "\"ProcessingResources\": {\"ClusterConfig\": {\"InstanceType\": \"ml.m5.large\", "
         "\"InstanceCount\": 1, \"VolumeSizeInGB\": 30}}}}";
}

std::vector<BadDocument> const& definitions() {
  static std::vector<BadDocument> const rows = {
      {"broken JSON", "{\"Version\": \"2020-12-01\",\n \"Steps\": [}", {"definition.json:2:12: "}},
      {"a wrong type",
       steps("{\"Name\": 5, \"Type\": \"Training\", \"Arguments\": {}}"),
       {"definition.json:3:10: ", "`Name`", "/Steps/0/Name"}},
      {"an unknown key",
       steps("{\"Name\": \"A\", \"Type\": \"Training\", \"Argumnets\": {}}"),
       {"definition.json:3:", "'Argumnets'", "did you mean `Arguments`?"}},
      {"a cycle",
       steps(step("A", ", \"DependsOn\": [\"B\"]") + ",\n" + step("B", ", \"DependsOn\": [\"A\"]")),
       {"definition.json:3:", "A -> B -> A"}},
      {"a dangling dependency",
       steps(step("Train") + ",\n" + step("B", ", \"DependsOn\": [\"Trian\"]")),
       {"definition.json:4:", "Trian", "did you mean `Train`?"}},
      {"a duplicate step name",
       steps(step("Train") + ",\n" + step("Train")),
       {"definition.json:4:", "Train"}},
      {"a word that the job's API does not have",
       steps("{\"Name\": \"A\", \"Type\": \"RegisterModel\", \"Arguments\":\n "
             "{\"ModelApprovalStatus\": \"Aproved\"}}"),
       {"definition.json:4:26: ",
        "Model Validation failed: Value 'Aproved' for 'ModelApprovalStatus' failed to satisfy enum "
        "value set: [Approved, Rejected, PendingManualApproval]",
        "did you mean `Approved`?"}},
      {"a key given twice",
       "{\"Version\": \"2020-12-01\",\n \"Steps\": [],\n \"Steps\": []}",
       {"definition.json:3:2: ", "`Steps`", "twice"}},
  };
  return rows;
}

std::string policy(std::string_view statement) {
  return "{\"Version\": \"2012-10-17\",\n \"Statement\": " + std::string(statement) + "}";
}

std::vector<BadDocument> const& policies() {
  static std::vector<BadDocument> const rows = {
      {"broken JSON", "{\"Statement\":\n [", {"policy.json:2:"}},
      {"not an object", "[1]", {"policy.json:1:"}},
      {"a wrong effect",
       policy("{\"Effect\": \"Alow\", \"Action\": \"*\", \"Resource\": \"*\"}"),
       {"policy.json:2:26: ", "`Alow`", "Allow", "/Statement/Effect"}},
      {"an unknown element",
       policy("{\"Effect\": \"Allow\", \"Actions\": \"*\", \"Resource\": \"*\"}"),
       {"policy.json:2:", "`Actions`", "did you mean `Action`?"}},
      {"a wrong type",
       policy("{\"Effect\": \"Allow\", \"Action\": 5, \"Resource\": \"*\"}"),
       {"policy.json:2:"}},
      {"a key given twice",
       policy(
           "{\"Effect\": \"Deny\", \"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}"),
       {"policy.json:2:34: ", "`Effect`", "twice"}},
  };
  return rows;
}

void check_said(BadDocument const& row, Ended const& ended) {
  INFO(row.what << "\n" << ended.err);
  CHECK(ended.code == 2);
  for (char const* part : row.said) {
    INFO("wanted: " << part);
    CHECK(ended.err.find(part) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("validate: a wrong definition is refused with its place and the remedy", "[cli][bad]") {
  for (BadDocument const& row : definitions()) {
    Folder folder;
    folder.write("definition.json", row.text);
    check_said(row, folder.rehearse("validate definition.json"));
  }
}

TEST_CASE("run: a wrong definition is refused before virtual time and leaves nothing behind",
          "[cli][bad]") {
  for (BadDocument const& row : definitions()) {
    Folder folder;
    folder.write("definition.json", row.text);
    folder.write("s.lua", scenario(""));
    check_said(row, folder.rehearse("run s.lua"));
    CHECK(folder.files() == std::vector<std::string>{"definition.json", "s.lua"});
  }
}

TEST_CASE("validate: what is no policy is refused with its place and the remedy", "[cli][bad]") {
  for (BadDocument const& row : policies()) {
    Folder folder;
    folder.write("policy.json", row.text);
    check_said(row, folder.rehearse("validate --kind identity policy.json"));
  }
}

TEST_CASE("run: what is no policy is refused before virtual time and leaves nothing behind",
          "[cli][bad]") {
  for (BadDocument const& row : policies()) {
    Folder folder;
    folder.write("policy.json", row.text);
    folder.write("s.lua",
                 "local a = account { name = \"a\" }\nrole { account = a, name = \"R\", policies = "
                 "{ \"policy.json\" } }\n");
    check_said(row, folder.rehearse("run s.lua"));
    CHECK(folder.files() == std::vector<std::string>{"policy.json", "s.lua"});
  }
}

TEST_CASE("validate: every fault of a document is printed, and the sound files beside it",
          "[cli][bad]") {
  Folder folder;
  folder.write("bad.json",
               steps("{\"Name\": 5, \"Type\": \"Training\", \"Arguments\": {}},\n{\"Name\": \"B\", "
                     "\"Type\": \"Trainig\", \"Arguments\": {}}"));
  folder.write("good.json", definition());
  Ended ended = folder.rehearse("validate bad.json good.json");
  CHECK(ended.code == 2);
  CHECK(ended.err.find("bad.json:3:") != std::string::npos);
  CHECK(ended.err.find("bad.json:4:") != std::string::npos);
  CHECK(ended.out == "ok  good.json  pipeline definition, 1 step, 0 parameters\n");
}

TEST_CASE("validate: a document that is neither says how the two are told apart", "[cli][bad]") {
  Folder folder;
  folder.write("x.json", "{\"Setps\": []}");
  folder.write("y.json", "{}");
  Ended ended = folder.rehearse("validate x.json y.json missing.json");
  CHECK(ended.code == 2);
  CHECK(ended.err.find("x.json:1:1: this is neither a pipeline definition nor a policy; it has "
                       "`Setps`: did you mean `Steps`?") != std::string::npos);
  CHECK(ended.err.find("y.json:1:1: this is neither a pipeline definition nor a policy; a "
                       "definition has `Steps`, a policy has `Statement`") != std::string::npos);
  CHECK(ended.err.find("missing.json") != std::string::npos);
}

TEST_CASE("validate: policies of each kind are recognized", "[cli]") {
  Folder folder;
  folder.write("identity.json",
               policy("{\"Effect\": \"Allow\", \"Action\": \"sagemaker:*\", \"Resource\": \"*\"}"));
  folder.write("trust.json",
               policy("{\"Effect\": \"Allow\", \"Principal\": {\"Service\": "
                      "\"sagemaker.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}"));
  folder.write("bucket.json", policy("{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": "
                                     "\"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}"));
  Ended ended = folder.rehearse("validate identity.json trust.json bucket.json");
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.out ==
        "ok  identity.json  identity policy, 1 statement\nok  trust.json  trust policy, 1 "
        "statement\nok  bucket.json  resource policy, 1 statement\n");
  ended = folder.rehearse("validate --kind scp identity.json");
  CHECK(ended.code == 0);
  CHECK(ended.out == "ok  identity.json  service control policy, 1 statement\n");
  ended = folder.rehearse("validate --kind identty identity.json");
  CHECK(ended.code == 2);
  CHECK(ended.err.find("did you mean `identity`?") != std::string::npos);
}
