// The model registry, models and endpoints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

struct PackageGroupStored {
  GroupId group;
  AccountId account;
  std::string name;
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "PackageGroupStored";
  static constexpr auto fields() {
    using R = PackageGroupStored;
    return std::tuple{field("group", &R::group), field("account", &R::account),
                      field("name", &R::name), field("region", &R::region)};
  }
};

struct PackageStored {
  PackageId package;
  GroupId group;
  std::uint32_t version = 0;
  ApprovalStatus approval{};
  DocumentId request;
  ExecutionId execution;  // the execution whose step registered it, or none
  std::uint16_t step = 0;
  static constexpr std::string_view kName = "PackageStored";
  static constexpr auto fields() {
    using R = PackageStored;
    return std::tuple{field("package", &R::package), field("group", &R::group),
                      field("version", &R::version), field("approval", &R::approval),
                      field("request", &R::request), field("execution", &R::execution),
                      field("step", &R::step)};
  }
};

struct PackageMoved {
  PackageId package;
  ApprovalStatus approval{};
  std::string description;
  static constexpr std::string_view kName = "PackageMoved";
  static constexpr auto fields() {
    using R = PackageMoved;
    return std::tuple{field("package", &R::package), field("approval", &R::approval),
                      field("description", &R::description)};
  }
};

/// UpdateModelPackage: what the package is registered with from now on.
struct PackageUpdated {
  PackageId package;
  DocumentId request;
  static constexpr std::string_view kName = "PackageUpdated";
  static constexpr auto fields() {
    using R = PackageUpdated;
    return std::tuple{field("package", &R::package), field("request", &R::request)};
  }
};

struct PackageDeleted {
  PackageId package;
  static constexpr std::string_view kName = "PackageDeleted";
  static constexpr auto fields() { return std::tuple{field("package", &PackageDeleted::package)}; }
};

struct PackageGroupDeleted {
  GroupId group;
  static constexpr std::string_view kName = "PackageGroupDeleted";
  static constexpr auto fields() { return std::tuple{field("group", &PackageGroupDeleted::group)}; }
};

struct ModelStored {
  ModelId model;
  AccountId account;
  std::string name;
  DocumentId request;
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "ModelStored";
  static constexpr auto fields() {
    using R = ModelStored;
    return std::tuple{field("model", &R::model), field("account", &R::account),
                      field("name", &R::name), field("request", &R::request),
                      field("region", &R::region)};
  }
};

struct ModelDeleted {
  ModelId model;
  static constexpr std::string_view kName = "ModelDeleted";
  static constexpr auto fields() { return std::tuple{field("model", &ModelDeleted::model)}; }
};

struct EndpointConfigStored {
  EndpointConfigId config;
  AccountId account;
  std::string name;
  DocumentId request;
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "EndpointConfigStored";
  static constexpr auto fields() {
    using R = EndpointConfigStored;
    return std::tuple{field("config", &R::config), field("account", &R::account),
                      field("name", &R::name), field("request", &R::request),
                      field("region", &R::region)};
  }
};

struct EndpointStored {
  EndpointId endpoint;
  AccountId account;
  std::string name;
  EndpointConfigId config;
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "EndpointStored";
  static constexpr auto fields() {
    using R = EndpointStored;
    return std::tuple{field("endpoint", &R::endpoint), field("account", &R::account),
                      field("name", &R::name), field("config", &R::config),
                      field("region", &R::region)};
  }
};

/// `config`: the one it serves or is moving to.
struct EndpointMoved {
  EndpointId endpoint;
  EndpointStatus to{};
  EndpointConfigId config;
  static constexpr std::string_view kName = "EndpointMoved";
  static constexpr auto fields() {
    using R = EndpointMoved;
    return std::tuple{field("endpoint", &R::endpoint), field("to", &R::to),
                      field("config", &R::config)};
  }
};

/// Why an endpoint fails; stands just before the move to Failed.
struct EndpointFaulted {
  EndpointId endpoint;
  std::string reason;
  static constexpr std::string_view kName = "EndpointFaulted";
  static constexpr auto fields() {
    using R = EndpointFaulted;
    return std::tuple{field("endpoint", &R::endpoint), field("reason", &R::reason)};
  }
};

struct EndpointDeleted {
  EndpointId endpoint;
  static constexpr std::string_view kName = "EndpointDeleted";
  static constexpr auto fields() {
    return std::tuple{field("endpoint", &EndpointDeleted::endpoint)};
  }
};

}  // namespace rehearse::trace
