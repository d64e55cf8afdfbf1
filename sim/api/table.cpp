#include "sim/api/table.hpp"

#include <algorithm>

namespace rehearse::api {
namespace {

struct ServiceTable {
  std::string_view name;
  std::span<Row const> (*rows)();
};
constexpr ServiceTable kServiceTables[] = {
    {"iam", iam_rows}, {"organizations", organizations_rows},
    {"ram", ram_rows}, {"sagemaker", sagemaker_rows},
    {"sts", sts_rows},
};

}  // namespace

Row const* find_row(std::string_view service, std::string_view operation) {
  auto const table = std::ranges::find(kServiceTables, service, &ServiceTable::name);
  if (table == std::end(kServiceTables)) return nullptr;
  std::span<Row const> const rows = table->rows();
  auto const at = std::ranges::find(rows, operation, &Row::operation);
  return at == rows.end() ? nullptr : &*at;
}

}  // namespace rehearse::api
