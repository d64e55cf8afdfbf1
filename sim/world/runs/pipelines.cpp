#include "sim/world/runs/pipelines.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"

namespace rehearse::world {

pipeline::Options definition_options(Account const& owner) {
  pipeline::Options options;
  options.steps_max = static_cast<std::size_t>(owner.limit(Quota::pipeline_steps));
  options.parameters_max = static_cast<std::size_t>(owner.limit(Quota::pipeline_parameters));
  return options;
}

PipelineId Pipelines::find(Place const& place, std::string_view name) const {
  return by_name_.find(name, [&](PipelineId id) {
    Pipeline const& p = pipelines_[id.index];
    return p.name == name && p.place() == place && !p.deleted;
  });
}

void Pipelines::store(trace::Entry const& entry, trace::PipelineStored const& record, Place place) {
  if (record.pipeline.index == pipelines_.size()) {
    by_name_.add(record.name, record.pipeline);
    Pipeline pipeline;
    static_cast<Place&>(pipeline) = std::move(place);
    pipeline.name = record.name;
    pipeline.created = pipeline.stored = entry.at;
    pipeline.creator = record.by;
    pipeline.version = record.version;
    pipelines_.push_back(std::move(pipeline));
  }
  REHEARSE_ASSERT(record.pipeline.index < pipelines_.size(), "pipelines are numbered in order");
  Pipeline& pipeline = pipelines_[record.pipeline.index];
  if (record.version != pipeline.version) {
    earlier_[record.pipeline].push_back(pipeline);
    pipeline.version = record.version;
    pipeline.stored = entry.at;
  }
  if (Description now{record.display_name, record.description}; now.is_empty())
    described_.erase({record.pipeline, 0});
  else
    described_[{record.pipeline, 0}] = std::move(now);
  pipeline.definition = record.definition;
  pipeline.role = record.role;
  pipeline.by = pipeline.modifier = record.by;
  pipeline.parallel_max = record.parallel_max;
  pipeline.modified = entry.at;
}

std::vector<PipelineVersion const*> Pipelines::versions(PipelineId id) const {
  std::vector<PipelineVersion const*> out;
  if (auto earlier = earlier_.find(id); earlier != earlier_.end())
    for (PipelineVersion const& each : earlier->second) out.push_back(&each);
  out.push_back(&pipelines_[id.index]);
  return out;
}

PipelineVersion const* Pipelines::version(PipelineId id, std::uint32_t number) const {
  Pipeline const& newest = pipelines_[id.index];
  if (newest.version == number) return &newest;
  auto earlier = earlier_.find(id);
  if (earlier == earlier_.end()) return nullptr;
  auto at = std::ranges::find(earlier->second, number, &PipelineVersion::version);
  return at == earlier->second.end() ? nullptr : &*at;
}

Description const& Pipelines::description(PipelineId id) const { return description(id, 0); }

Description const& Pipelines::description(PipelineId id, std::uint32_t version) const {
  static Description const kNone;
  auto at = described_.find({id, version});
  return at == described_.end() ? kNone : at->second;
}

void Pipelines::apply(trace::Entry const& entry, trace::PipelineVersionDescribed const& record) {
  described_[{record.pipeline, record.version}] = {record.display_name, record.description};
  pipelines_[record.pipeline.index].modified = entry.at;
}

void Pipelines::apply(trace::Entry const&, trace::PipelineDeleted const& record) {
  pipelines_[record.pipeline.index].deleted = true;
}

}  // namespace rehearse::world
