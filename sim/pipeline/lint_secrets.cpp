// Texts of a definition that look like a password or a key (sagemaker-pipelines 7.1, row 30).
#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/lint_checks.hpp"

namespace rehearse::pipeline {
namespace {

// How the name of a secret ends, in lower case without signs.
constexpr std::array<std::string_view, 10> kSecretNames{
    "password", "passwd", "passphrase", "secret",     "secretkey",
    "token",    "apikey", "accesskey",  "privatekey", "credentials"};
// Names that end so and hold none: of idempotency, and the special words of language models.
constexpr std::array<std::string_view, 12> kHarmlessNames{
    "clienttoken", "clientrequesttoken", "bostoken", "clstoken",  "eostoken", "masktoken",
    "nexttoken",   "padtoken",           "septoken", "stoptoken", "unktoken", "endtoken"};
// What a value is no secret of: where one is kept, or nothing at all.
constexpr std::array<std::string_view, 6> kReferences{"arn:", "{{resolve:", "s3://",
                                                      "ssm:", "/",          "secretsmanager:"};

// A key by its own look: a beginning, and how many letters, digits and signs follow at least.
struct Look {
  std::string_view start;
  std::size_t more;
};
constexpr std::array kLooks{Look{"AKIA", 16},        Look{"ASIA", 16},  Look{"ghp_", 30},
                            Look{"github_pat_", 30}, Look{"hf_", 30},   Look{"glpat-", 20},
                            Look{"xoxb-", 20},       Look{"xoxp-", 20}, Look{"sk-ant-", 30}};
constexpr std::string_view kPrivateKey = "PRIVATE KEY-----";

bool is_key_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

/// `DB_Password` -> `dbpassword`.
std::string plain_name(std::string_view name) {
  std::string out = to_lower(name);
  std::erase_if(out, [](char c) { return !is_key_sign(c) || c == '_' || c == '-'; });
  return out;
}

bool names_secret(std::string_view name) {
  std::string const plain = plain_name(name);
  if (std::ranges::find(kHarmlessNames, plain) != kHarmlessNames.end()) return false;
  return std::ranges::any_of(kSecretNames,
                             [&](std::string_view end) { return plain.ends_with(end); });
}

bool looks_like_key(std::string_view text) {
  if (text.find(kPrivateKey) != std::string_view::npos) return true;
  return std::ranges::any_of(kLooks, [&](Look const& look) {
    for (std::size_t at = text.find(look.start); at != std::string_view::npos;
         at = text.find(look.start, at + 1)) {
      if (at > 0 && is_key_sign(text[at - 1])) continue;
      std::string_view const rest = text.substr(at + look.start.size());
      auto const end = std::ranges::find_if_not(rest, is_key_sign);
      if (static_cast<std::size_t>(end - rest.begin()) >= look.more) return true;
    }
    return false;
  });
}

/// The words for a name and its literal text, or empty when nothing is wrong. The text itself is
/// never repeated.
std::string secret_words(std::string_view name, json::Value const& value) {
  if (!value.is_string() || value.as_string().empty()) return {};
  std::string const& text = value.as_string();
  if (looks_like_key(text))
    return (name.empty() ? "a text" : "the value of `" + shorten(name, 60) + "`") +
           " looks like a key";
  auto refers = [&](std::string_view start) { return text.starts_with(start); };
  if (!names_secret(name) || std::ranges::any_of(kReferences, refers)) return {};
  return "the value of `" + shorten(name, 60) + "` is written out, and by its name it is a secret";
}

constexpr std::string_view kRemedy =
    "give the job the name of a secret in Secrets Manager, and let it read that";

void lint_values(Step const& step, json::Value const& root, std::string_view below, Warnings& out) {
  each_place(Place{root}, [&](Place const& place) {
    if (!place.value.is_string()) return;
    if (std::string words = secret_words(place.key, place.value); !words.empty())
      out.add(Lint::secret, place.value.offset(),
              step.pointer + std::string(below) + place.pointer(), std::move(words),
              std::string(kRemedy));
  });
}

}  // namespace

void lint_secrets(Definition const& definition, Warnings& out) {
  for (std::size_t i = 0; i < definition.parameters.size(); ++i) {
    Parameter const& parameter = definition.parameters[i];
    if (!parameter.default_value) continue;
    if (std::string words = secret_words(parameter.name, *parameter.default_value); !words.empty())
      out.add(Lint::secret, parameter.default_value->offset(),
              "/Parameters/" + std::to_string(i) + "/DefaultValue", std::move(words),
              std::string(kRemedy));
  }
  for (Step const& step : definition.steps) {
    lint_values(step, step.arguments, "/Arguments", out);
    lint_values(step, step.siblings, "", out);
  }
}

}  // namespace rehearse::pipeline
