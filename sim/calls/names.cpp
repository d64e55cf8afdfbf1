#include "sim/calls/names.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/calls/shapes_data.hpp"

namespace rehearse::calls {
namespace {

using Key = std::pair<std::string_view, std::string_view>;

Key by_name(Operation const& operation) { return {operation.service, operation.name}; }
Key by_snake(std::uint16_t index) {
  Operation const& operation = data::kOperations[index];
  return {operation.service, operation.snake};
}

Shape const* find_among(std::span<StepShape const> rows, Key const& key) {
  auto key_of = [](StepShape const& row) { return Key{row.service, row.operation}; };
  auto at = std::ranges::lower_bound(rows, key, {}, key_of);
  return at != rows.end() && key_of(*at) == key ? at->shape : nullptr;
}

}  // namespace

std::span<Operation const> all_operations() { return data::kOperations; }

Operation const* find_operation(std::string_view service, std::string_view name) {
  Key const key{service, name};
  auto at = std::ranges::lower_bound(data::kOperations, key, {}, by_name);
  return at != data::kOperations.end() && by_name(*at) == key ? &*at : nullptr;
}

Operation const* find_operation_snake(std::string_view service, std::string_view snake) {
  Key const key{service, snake};
  auto at = std::ranges::lower_bound(data::kBySnake, key, {}, by_snake);
  return at != data::kBySnake.end() && by_snake(*at) == key ? &data::kOperations[*at] : nullptr;
}

Shape const* find_request(std::string_view service, std::string_view operation) {
  return find_among(data::kRequests, {service, operation});
}

Shape const* find_answer(std::string_view service, std::string_view operation) {
  return find_among(data::kAnswers, {service, operation});
}

std::span<Operation const> operations_of(std::string_view service) {
  auto range = std::ranges::equal_range(data::kOperations, service, {}, &Operation::service);
  return {range.begin(), range.end()};
}

std::span<std::string_view const> service_names() { return data::kServices; }

std::string did_you_mean_operation(std::string_view service, std::string_view snake) {
  std::vector<std::string_view> words;
  for (Operation const& operation : operations_of(service)) words.push_back(operation.snake);
  return did_you_mean(snake, words);
}

}  // namespace rehearse::calls
