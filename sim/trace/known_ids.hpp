// What a trace has defined so far: a file that names what is not there is refused where it does,
// and no reader of a Trace has to look again.
#pragma once

#include <array>
#include <string_view>

#include "sim/trace/records.hpp"

namespace rehearse::trace {

class KnownIds {
 public:
  /// The field that names something unknown, or empty; takes in what the record defines.
  template <class R>
  std::string_view take(R const& record) {
    std::string_view unknown;
    bool own = kDefines<R>;  // its first field is the id that it defines
    for_each_field<R>([&](auto f) {
      using T = std::remove_cvref_t<decltype(record.*(f.member))>;
      if constexpr (IsId<T>::value) {
        std::uint32_t index = (record.*(f.member)).index;
        std::uint32_t& count = counts_[index_in<T>(Ids{})];
        if (own && index == count)
          ++count;
        else if (index >= count && (own || index != T::kNone))
          unknown = f.name;
      } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        // A statement's document, as the judge numbers it.
        std::uint32_t index = record.*(f.member);
        if (f.name == "document" && index != UINT32_MAX &&
            index >= counts_[index_in<DocumentId>(Ids{})])
          unknown = f.name;
      }
      own = false;
    });
    return unknown;
  }

 private:
  using Ids = TypeList<AccountId, OuId, PrincipalId, SessionId, DocumentId, PipelineId, ExecutionId,
                       ShareId, InvitationId, GroupId, PackageId, ModelId, EndpointConfigId,
                       EndpointId, RuleId, EventId, ActorId, FaultId, JobId, QueueId>;
  using Definers =
      TypeList<AccountDefined, OuDefined, PrincipalDefined, SessionIssued, DocumentStored,
               PipelineStored, ExecutionStarted, ShareStored, InvitationMoved, PackageGroupStored,
               PackageStored, ModelStored, EndpointConfigStored, EndpointStored, RuleDefined,
               EventEmitted, ActorDefined, FaultDefined, JobStored, QueueDefined>;
  template <class R>
  static constexpr bool kDefines = index_in<R>(Definers{}) != UINT16_MAX;

  std::array<std::uint32_t, Ids::size> counts_{};
};

}  // namespace rehearse::trace
