#include "sim/vocab/arn.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"

namespace rehearse {

std::optional<ArnView> ArnView::split(std::string_view text) {
  if (!text.starts_with("arn:")) return std::nullopt;
  text.remove_prefix(4);
  std::string_view* fields[4];
  ArnView out;
  fields[0] = &out.partition;
  fields[1] = &out.service;
  fields[2] = &out.region;
  fields[3] = &out.account;
  for (std::string_view* field : fields) {
    auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    *field = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  out.resource = text;
  return out;
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string principal_arn(std::string_view account, IdentityKind kind, std::string_view path,
                          std::string_view name) {
  if (kind == IdentityKind::root) return fmt::format("arn:aws:iam::{}:root", account);
  return fmt::format("arn:aws:iam::{}:{}{}{}", account, name_of(kind), path, name);
}

std::string policy_arn(std::string_view account, std::string_view path, std::string_view name) {
  return fmt::format("arn:aws:iam::{}:policy{}{}", account, path, name);
}

std::string session_arn(std::string_view account, std::string_view role_name,
                        std::string_view session) {
  return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account, role_name, session);
}

std::string bucket_arn(std::string_view name) { return fmt::format("arn:aws:s3:::{}", name); }

std::string queue_arn(std::string_view region, std::string_view account, std::string_view name) {
  return fmt::format("arn:aws:sqs:{}:{}:{}", region, account, name);
}

std::string queue_arn_of_url(std::string_view url) {
  auto const parts = rehearse::split(url, '/');
  auto const host =
      parts.size() == 5 ? rehearse::split(parts[2], '.') : std::vector<std::string_view>{};
  return host.size() > 1 ? queue_arn(host[1], parts[3], parts[4]) : std::string{};
}

std::string_view last_name(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

std::string policy_holder(std::string_view arn) {
  auto parts = ArnView::split(arn);
  if (!parts) return std::string(arn);
  std::string_view resource = parts->resource;
  auto head = arn.substr(0, arn.size() - resource.size());
  auto up_to = [&](std::size_t end) { return std::string(arn.substr(0, head.size() + end)); };
  if (parts->service == "s3") return up_to(std::min(resource.find('/'), resource.size()));
  if (parts->service != "sagemaker") return std::string(arn);
  constexpr std::string_view kPackage = "model-package/";
  if (resource.starts_with(kPackage)) {
    std::string_view rest = resource.substr(kPackage.size());
    return std::string(head) + "model-package-group/" + std::string(rest.substr(0, rest.find('/')));
  }
  return up_to(std::min(resource.find("/execution/"), resource.size()));
}

std::string package_versions_arn(std::string_view group_arn) {
  auto const parts = ArnView::split(group_arn);
  if (!parts) return std::string(group_arn);
  return fmt::format("arn:{}:{}:{}:{}:model-package/{}/*", parts->partition, parts->service,
                     parts->region, parts->account, last_name(parts->resource));
}

std::string sagemaker_arn(std::string_view region, std::string_view account,
                          std::string_view resource) {
  return fmt::format("arn:aws:sagemaker:{}:{}:{}", region, account, resource);
}

}  // namespace rehearse
