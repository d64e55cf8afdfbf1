#include "naive.hpp"

#include <arpa/inet.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

namespace naive {
namespace {

using rehearse::json::Value;
using Strings = std::vector<std::string>;

std::string low(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

std::string scalar(Value const& value) {
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return value.is_number() ? value.as_number_text() : value.as_string();
}

/// One value or a list of them.
Strings list(Value const* value) {
  Strings out;
  if (value == nullptr) return out;
  if (!value->is_array()) return {scalar(*value)};
  for (Value const& each : value->as_array()) out.push_back(scalar(each));
  return out;
}

std::vector<Value> values(Value const* value) {
  if (value == nullptr) return {};
  return value->is_array() ? value->as_array() : std::vector<Value>{*value};
}

// A pattern is a list of signs: {character, special}.
struct Sign {
  char c;
  bool special;
};
using Signs = std::vector<Sign>;

bool glob(Signs const& p, std::string const& t) {  // a table over pattern and text, one row a sign
  std::vector<bool> row(t.size() + 1, false);
  row[0] = true;
  for (Sign const& sign : p) {
    std::vector<bool> next(t.size() + 1, false);
    for (std::size_t i = 0; i <= t.size(); ++i) {
      if (sign.special && sign.c == '*')
        next[i] = row[i] || (i > 0 && next[i - 1]);
      else if (i > 0)
        next[i] = row[i - 1] && (sign.special || sign.c == t[i - 1]);
    }
    row = next;
  }
  return row[t.size()];
}

struct Asked {
  Value const& value;
  std::string text(char const* key) const { return std::string(value.string_or_empty(key)); }
  Value const* context(std::string const& key) const {
    for (auto const& [name, found] : value.find("context")->as_object())
      if (low(name) == low(key)) return &found;
    return nullptr;
  }
  bool has_boundary() const { return value.find("permissionBoundary") != nullptr; }
};

/// Nothing when a variable has no value.
std::optional<Signs> signs(std::string const& text, bool wildcards, bool variables,
                           Asked const& asked) {
  Signs out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto end = text.find('}', i);
    if (!variables || text.substr(i, 2) != "${" || end == std::string::npos) {
      out.push_back({text[i], wildcards && (text[i] == '*' || text[i] == '?')});
      continue;
    }
    std::string name = text.substr(i + 2, end - i - 2), filled;
    i = end;
    auto comma = name.find(", '");
    std::string key = name.substr(0, comma);
    Value const* found = asked.context(key);
    if (name == "*" || name == "?" || name == "$")
      filled = name;
    else if (found != nullptr && !found->is_array())
      filled = scalar(*found);
    else if (comma != std::string::npos)
      filled = name.substr(comma + 3, name.size() - comma - 4);
    else
      return std::nullopt;
    for (char c : filled) out.push_back({c, false});
  }
  return out;
}

std::vector<Signs> fields(Signs const& all) {
  std::vector<Signs> out(1);
  for (Sign sign : all) {
    if (sign.c == ':' && !sign.special && out.size() < 6)
      out.emplace_back();
    else
      out.back().push_back(sign);
  }
  return out;
}

Strings fields(std::string const& all) {
  Strings out(1);
  for (char c : all) {
    if (c == ':' && out.size() < 6)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

bool arn_like(Signs const& pattern, std::string const& arn) {
  auto p = fields(pattern);
  auto a = fields(arn);
  if (p.size() != 6 || a.size() != 6) return false;
  for (std::size_t i = 0; i < 6; ++i)
    if (!glob(p[i], a[i])) return false;
  return true;
}

bool action_entry(std::string const& entry, Asked const& asked) {
  if (entry == "*") return true;
  return glob(*signs(low(entry), true, false, asked), low(asked.text("action")));
}

bool resource_entry(std::string const& entry, bool variables, Asked const& asked) {
  if (entry.find_first_not_of('*') == std::string::npos) return true;
  if (asked.text("resource") == "*") return false;
  auto pattern = signs(entry, true, variables, asked);
  return pattern && arn_like(*pattern, asked.text("resource"));
}

std::optional<double> number(std::string const& text) {
  char* end = nullptr;
  double out = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return std::nullopt;
  return out;
}

/// Seconds since 1970 of a date, a time in UTC or with an offset in whole hours, or seconds.
std::optional<double> instant(std::string const& text) {
  if (text.find_first_not_of("0123456789") == std::string::npos) return number(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0, taken = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &taken) != 3)
    return std::nullopt;
  std::string rest = text.substr(static_cast<std::size_t>(taken));
  if (!rest.empty() &&
      std::sscanf(rest.c_str(), "T%2d:%2d:%2d%3d", &hour, &minute, &second, &offset) < 3)
    return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(year),
                                   std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  double days = static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
  return days * 86'400 + (hour - offset) * 3'600 + minute * 60 + second;
}

/// The bits of an address as text of zeros and ones, or empty.
std::string bits(std::string const& address) {
  unsigned char bytes[16];
  int size = inet_pton(AF_INET, address.c_str(), bytes) == 1    ? 4
             : inet_pton(AF_INET6, address.c_str(), bytes) == 1 ? 16
                                                                : 0;
  std::string out;
  for (int i = 0; i < size; ++i)
    for (int bit = 7; bit >= 0; --bit) out += (bytes[i] >> bit & 1) != 0 ? '1' : '0';
  return out;
}

bool in_network(std::string const& network, std::string const& address) {
  auto slash = network.find('/');
  std::string base = bits(network.substr(0, slash)), mine = bits(address);
  std::size_t length =
      slash == std::string::npos ? base.size() : std::stoul(network.substr(slash + 1));
  return !mine.empty() && base.size() == mine.size() &&
         base.substr(0, length) == mine.substr(0, length);
}

bool ordered(std::string const& op, std::optional<double> wanted, std::optional<double> given) {
  if (!wanted || !given) return false;
  if (op.ends_with("LessThanEquals")) return *given <= *wanted;
  if (op.ends_with("GreaterThanEquals")) return *given >= *wanted;
  if (op.ends_with("LessThan")) return *given < *wanted;
  if (op.ends_with("GreaterThan")) return *given > *wanted;
  return *given == *wanted;
}

/// Could a value of the policy be the one that was asked with?
bool compare(std::string const& op, std::string const& wanted, std::string const& given,
             bool variables, Asked const& asked) {
  if (op.starts_with("Numeric")) return ordered(op, number(wanted), number(given));
  if (op.starts_with("Date")) return ordered(op, instant(wanted), instant(given));
  if (op.ends_with("IpAddress")) return in_network(wanted, given);
  if (op.starts_with("Binary")) return wanted == given;
  bool like = op.find("Like") != std::string::npos, arn = op.starts_with("Arn");
  bool fold = op.find("IgnoreCase") != std::string::npos || op == "Bool";
  auto pattern = signs(wanted, like || arn, variables, asked);
  if (!pattern) return false;
  if (arn) return arn_like(*pattern, given);
  if (!fold) return glob(*pattern, given);
  for (Sign& sign : *pattern) sign.c = low(std::string(1, sign.c))[0];
  return glob(*pattern, low(given));
}

bool condition(std::string op, std::string const& key, Strings const& wanted, bool variables,
               Asked const& asked) {
  Value const* given = asked.context(key);
  if (op == "Null") {
    for (auto const& each : wanted)
      if ((low(each) == "true") == (given == nullptr)) return true;
    return false;
  }
  std::string set;
  if (auto colon = op.find(':'); colon != std::string::npos) {
    set = op.substr(0, colon);
    op = op.substr(colon + 1);
  }
  bool if_exists = op.ends_with("IfExists");
  if (if_exists) op = op.substr(0, op.size() - 8);
  bool negated = op.find("Not") != std::string::npos;
  if (given == nullptr) {
    if (if_exists || set == "ForAllValues") return true;
    return set == "ForAnyValue" ? false : negated;
  }
  if (set.empty() && given->is_array()) return false;
  bool all = true, any = false;
  for (std::string const& each : list(given)) {
    bool hit = false;
    for (std::string const& w : wanted) hit = hit || compare(op, w, each, variables, asked);
    bool good = hit != negated;
    all = all && good;
    any = any || good;
  }
  return set == "ForAnyValue" ? any : all;
}

/// Is that the ARN of the role behind a session, or of the user behind a federated one?
bool is_behind(std::string const& arn, Asked const& asked) {
  std::string kind = asked.text("principalKind"), who = asked.text("principal");
  if (kind == "role") return arn == who;
  if (kind != "assumed-role" && kind != "federated-user") return false;
  Value const* known = asked.context("aws:PrincipalArn");
  if (kind == "assumed-role" && known != nullptr) return arn == known->as_string();
  // A session's ARN has the name alone, without a path.
  Strings written = fields(arn), mine = fields(who);
  std::string type = kind == "assumed-role" ? "role/" : "user/";
  std::string name = mine[5].substr(mine[5].find('/') + 1);
  return written.size() == 6 && written[2] == "iam" && written[4] == mine[4] &&
         written[5].starts_with(type) &&
         written[5].substr(written[5].rfind('/') + 1) == name.substr(0, name.find('/'));
}

/// `direct`, `role`, `account` or empty: the table of the case format.
std::string entry_level(std::string const& type, std::string const& entry, Asked const& asked) {
  std::string kind = asked.text("principalKind"), who = asked.text("principal"),
              account = asked.text("principalAccount");
  if (type == "AWS" && entry == "*") return "direct";
  if (type == "Service") return kind == "service" && entry == who ? "direct" : "";
  if (kind == "service" || kind == "anonymous") return "";
  if (entry == account || entry == "arn:aws:iam::" + account + ":root") return "account";
  if (is_behind(entry, asked)) return "role";
  return entry == who && kind != "root" ? "direct" : "";
}

std::set<std::string> levels(Value const& principal, Asked const& asked) {
  std::set<std::string> out;
  if (principal.is_string()) return {"direct"};
  for (auto const& [type, entries] : principal.as_object())
    for (std::string const& entry : list(&entries)) out.insert(entry_level(type, entry, asked));
  out.erase("");
  return out;
}

std::string principal_level(Value const& statement, Asked const& asked) {
  if (auto const* named = statement.find("Principal")) {
    auto found = levels(*named, asked);
    return found.contains("direct")    ? "direct"
           : found.contains("role")    ? "role"
           : found.contains("account") ? "account"
                                       : "";
  }
  auto const* spared = statement.find("NotPrincipal");
  if (spared == nullptr) return "direct";
  if (asked.has_boundary()) return "direct";
  for (std::string const& entry : list(spared->is_string() ? spared : spared->find("AWS")))
    if (entry == "*") return "";  // everybody is listed
  auto found = levels(*spared, asked);
  std::string kind = asked.text("principalKind");
  std::set<std::string> chain{"account"};
  if (kind == "user") chain.insert("direct");
  if (kind == "role") chain.insert("role");
  if (kind == "assumed-role" || kind == "federated-user") chain.insert({"direct", "role"});
  if (kind == "service") chain = {"direct"};
  for (auto const& step : chain)
    if (!found.contains(step)) return "direct";
  return "";
}

/// The level at which the statement matches, or empty.
std::string match(Value const& document, Value const& statement, Asked const& asked) {
  bool variables = document.string_or_empty("Version") == "2012-10-17";
  auto any = [&](char const* element, auto test) {
    for (std::string const& entry : list(statement.find(element)))
      if (test(entry)) return true;
    return false;
  };
  auto action = [&](std::string const& entry) { return action_entry(entry, asked); };
  auto resource = [&](std::string const& entry) { return resource_entry(entry, variables, asked); };
  if (statement.find("Action") ? !any("Action", action) : any("NotAction", action)) return "";
  if (statement.find("Resource") && !any("Resource", resource)) return "";
  if (statement.find("NotResource") && any("NotResource", resource)) return "";
  if (auto const* block = statement.find("Condition"))
    for (auto const& [op, keys] : block->as_object())
      for (auto const& [key, wanted] : keys.as_object())
        if (!condition(op, key, list(&wanted), variables, asked)) return "";
  return principal_level(statement, asked);
}

struct Says {
  bool deny = false, allow = false;
  std::set<std::string> grants;
};

Says says(std::vector<Value> const& documents, Asked const& asked) {
  Says out;
  for (Value const& document : documents)
    for (Value const& statement : values(document.find("Statement"))) {
      std::string level = match(document, statement, asked);
      if (level.empty()) continue;
      bool allow = statement.string_or_empty("Effect") == "Allow";
      (allow ? out.allow : out.deny) = true;
      if (allow) out.grants.insert(level);
    }
  return out;
}

}  // namespace

std::string decide(Value const& value) {
  Asked asked{value};
  std::string action = low(asked.text("action")), kind = asked.text("principalKind");
  std::string service = action.substr(0, action.find(':'));
  if (action == "sts:getcalleridentity") return "Allowed";
  bool unsigned_or_service = kind == "service" || kind == "anonymous";
  Says identity = says(values(value.find("identityPolicies")), asked);
  Says boundary = says(values(value.find("permissionBoundary")), asked);
  Says session = says(values(value.find("sessionPolicy")), asked);
  Says resource = says(values(value.find("resourcePolicy")), asked);
  bool deny = identity.deny || boundary.deny || session.deny || resource.deny, scp_silent = false;
  if (!unsigned_or_service)
    for (Value const& level : values(value.find("scpLevels"))) {
      Says scp = says(level.as_array(), asked);
      deny = deny || scp.deny;
      scp_silent = scp_silent || !scp.allow;
    }
  if (service == "sts" || service == "s3" || service == "kms")
    for (Value const& level : values(value.find("rcpLevels")))
      deny = deny || says(level.as_array(), asked).deny;
  if (deny) return "ExplicitlyDenied";
  auto answer = [](bool yes) { return yes ? "Allowed" : "ImplicitlyDenied"; };
  if (unsigned_or_service) return answer(resource.grants.contains("direct"));
  if (scp_silent) return answer(false);
  bool identity_ok = kind == "root" || identity.allow;
  bool filters_ok =
      (!asked.has_boundary() || boundary.allow) && (!value.find("sessionPolicy") || session.allow);
  if (asked.text("principalAccount") != asked.text("resourceAccount"))
    return answer(!resource.grants.empty() && identity_ok && filters_ok);
  bool strict = value.find("resourcePolicy") != nullptr && (service == "sts" || service == "kms");
  if (strict && !resource.grants.contains("account")) identity_ok = false;
  return answer(resource.grants.contains("direct") ||
                ((resource.grants.contains("role") || identity_ok) && filters_ok));
}

}  // namespace naive
