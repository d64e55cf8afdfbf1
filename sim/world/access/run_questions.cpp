#include "sim/world/access/run_questions.hpp"

#include "sim/vocab/arn.hpp"

namespace rehearse::world {

Question step_question(Access const& access, PrincipalId role, trace::StepCallKind kind,
                       std::string_view create_action, std::string const& resource) {
  bool const passes = kind == trace::StepCallKind::pass_role;
  std::string_view const action = passes                                  ? "iam:PassRole"
                                  : kind == trace::StepCallKind::add_tags ? "sagemaker:AddTags"
                                                                          : create_action;
  Question question = question_by(access, role, "SageMaker", std::string(action), resource);
  if (resource != "*" && !question.owner) question.owner = access.principals()[role].account;
  if (passes) question.context.emplace_back("iam:PassedToService", "sagemaker.amazonaws.com");
  return question;
}

Question service_question(Access const& access, PrincipalId role, std::string_view service,
                          std::string_view source_arn, AccountId source_account) {
  Principal const& p = access.principals()[role];
  Question question;
  question.caller = service;
  if (auto const arn = ArnView::split(source_arn)) question.region = arn->region;
  question.action = "sts:AssumeRole";
  question.resource = p.arn;
  question.owner = p.account;
  question.context.emplace_back("aws:SourceAccount",
                                access.organization().account(source_account).id);
  question.context.emplace_back("aws:SourceArn", std::string(source_arn));
  return question;
}

}  // namespace rehearse::world
