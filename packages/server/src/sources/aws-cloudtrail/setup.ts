import type { Adapter } from '../types.ts';

/** What to set on AWS's side; `{intake_url}` and `{secret}` are the source's own. */
export const setup: Adapter['setup'] = [
  {
    title: 'EventBridge, with Terraform',
    text: 'One rule in each region. Calls and sign-ins reach EventBridge by a trail, so the account needs one; reads are sent only where the rule is ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.',
    copy: 'resource "aws_cloudwatch_event_connection" "acta" {\n  name               = "acta"\n  authorization_type = "API_KEY"\n  auth_parameters {\n    api_key {\n      key   = "X-Acta-Secret"\n      value = var.acta_secret # {secret}\n    }\n  }\n}\n\nresource "aws_cloudwatch_event_api_destination" "acta" {\n  name                             = "acta"\n  invocation_endpoint              = "{intake_url}"\n  http_method                      = "POST"\n  invocation_rate_limit_per_second = 300\n  connection_arn                   = aws_cloudwatch_event_connection.acta.arn\n}\n\nresource "aws_cloudwatch_event_rule" "acta" {\n  name  = "acta"\n  state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"\n  event_pattern = jsonencode({\n    "$or" = [\n      { "detail-type" = [{ suffix = "via CloudTrail" }] },\n      { source = ["aws.codepipeline", "aws.codebuild", "aws.codedeploy", "aws.codecommit", "aws.ecr", "aws.guardduty"] }\n    ]\n  })\n}\n\nresource "aws_cloudwatch_event_target" "acta" {\n  rule     = aws_cloudwatch_event_rule.acta.name\n  arn      = aws_cloudwatch_event_api_destination.acta.arn\n  role_arn = aws_iam_role.acta_events.arn # events.amazonaws.com may events:InvokeApiDestination\n  dead_letter_config { arn = aws_sqs_queue.acta_dead.arn }\n}',
  },
  {
    title: 'Files of a trail, by hand',
    text: 'CloudTrail’s files go in as they are, gzip included. What EventBridge brought already has the same event ids and is answered as a duplicate.',
    copy: 'aws s3 cp s3://BUCKET/AWSLogs/ACCOUNT/CloudTrail/REGION/2026/11/19/FILE.json.gz - \\\n  | curl -sS "{intake_url}" -H "X-Acta-Secret: {secret}" \\\n      -H "Content-Type: application/json" -H "Content-Encoding: gzip" --data-binary @-',
  },
];
