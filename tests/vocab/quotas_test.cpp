// The table of quotas.
#include <catch2/catch.hpp>
#include <set>

#include "sim/vocab/quotas.hpp"

using namespace rehearse;

TEST_CASE("quotas: each has a setting, words, a source and a default that AWS grants", "[vocab]") {
  std::set<std::string_view> settings, words;
  for (QuotaRow const& row : quota_rows()) {
    INFO(row.setting);
    CHECK(settings.insert(row.setting).second);
    CHECK(words.insert(row.words).second);
    CHECK_FALSE(row.source.empty());
    CHECK(row.standard <= row.aws_max);
    CHECK(find_quota(row.setting) == &row_of(row.quota));
    CHECK(row.setting.ends_with("_max"));
  }
  CHECK(find_quota("no_such_max") == nullptr);
}

TEST_CASE("quotas: an error of SageMaker can name what it adjusts, with AWS's code", "[vocab]") {
  for (QuotaRow const& row : quota_rows()) {
    if (row.source != row_of(Quota::pipelines).source || row.aws_max != kAdjustable) continue;
    INFO(row.setting);
    CHECK_FALSE(row.name.empty());
    CHECK_FALSE(row.unit.empty());
    CHECK(row.code.starts_with("L-"));
    CHECK(row.code.size() == 10);
  }
}

TEST_CASE("quotas: what AWS does not adjust ends at its default", "[vocab]") {
  for (Quota quota :
       {Quota::pipeline_steps, Quota::pipeline_parameters, Quota::resources_per_call, Quota::tags})
    CHECK(row_of(quota).aws_max == row_of(quota).standard);
}

TEST_CASE("quotas: those of instances are told by their names", "[vocab]") {
  CHECK(instance_quota("ml.m5.large", "training job") == "ml.m5.large for training job usage");
  for (char const* name :
       {"ml.m5.large for training job usage", "ml.m5.large for processing job usage",
        "ml.m5.large for transform job usage", "ml.m5.large for endpoint usage"})
    CHECK(is_instance_quota(name));
  for (char const* name : {"m5.large for training job usage", "ml.m5.large for training usage",
                           "ml.m5.large for AutoML job usage", "ml.m5.large", ""})
    CHECK_FALSE(is_instance_quota(name));
}
