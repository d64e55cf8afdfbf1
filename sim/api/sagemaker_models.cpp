// Models: list and delete. Source: sagemaker-pipelines 3.5.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/answers.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/tagging.hpp"

namespace rehearse::api::endpoints {

Needs list_models_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("sagemaker:ListModels");
}

Needs delete_model_needs(World const& w, Caller const& c, json::Value const& in) {
  return need("sagemaker:DeleteModel", own_arn(w, c, "model/" + to_lower(text_of(in, "ModelName"))),
              account_of(w, c));
}

Answer list_models(Request& r) {
  json::Array items;
  for (world::NamedResource const& model : r.world().endpoints().models()) {
    if (model.place() != r.place() || model.deleted) continue;
    items.push_back(json::Value{}
                        .set("ModelName", model.name)
                        .set("ModelArn", model.arn)
                        .set("CreationTime", timestamp(r.world(), model.created)));
  }
  if (r.input.string_or_empty("SortBy") == "Name") sort_by(items, "ModelName");
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {.list = "Models", .name = "ModelName"});
}

/// Endpoints that serve the model go on: they have loaded it.
Answer delete_model(Request& r) {
  std::string const name = text_of(r.input, "ModelName");
  ModelId const id = r.world().endpoints().find_model(r.place(), name);
  if (!id)
    return std::unexpected(validation_error(fmt::format(
        "Could not find model \"{}\".", own_arn(r.world(), r.caller, "model/" + to_lower(name)))));
  std::string const arn = r.world().endpoints().models()[id.index].arn;
  r.call.accept();
  r.domain.context().record.record(trace::ModelDeleted{id});
  domain::untag_all(r.domain.context(), arn);
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::endpoints
