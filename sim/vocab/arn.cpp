#include "sim/vocab/arn.hpp"

#include <fmt/format.h>

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

std::string role_arn(std::string_view account, std::string_view path_and_name) {
  return fmt::format("arn:aws:iam::{}:role/{}", account, path_and_name);
}

std::string session_arn(std::string_view account, std::string_view role_name,
                        std::string_view session) {
  return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account, role_name, session);
}

std::string sagemaker_arn(std::string_view region, std::string_view account,
                          std::string_view resource) {
  return fmt::format("arn:aws:sagemaker:{}:{}:{}", region, account, resource);
}

}  // namespace rehearse
