// Files of the corpus that look like deliveries and are none. Only what is named here may stay
// without an event.

const only = 'a rule test of another product that only carries an address';

type Named = readonly [part: string, what: string];

/** A part of a path below `corpora/`, and what the file is. */
const FILES: readonly Named[] = [
  ['artifactory-test.02..json', 'an answer to a webhook'],
  ['artifactory-test.04..json', 'an answer to a webhook'],
  ['aws-cloudtrail/otrf/', 'a table with columns of its own, made from records'],
  ['/config-event.json', 'what AWS Config hands to a function'],
  ['audit-rest-examples/7.1/httpExamples/actions/', 'a list of an API'],
  ['audit-rest-examples/7.2/httpExamples/actions/', 'a list of an API'],
  ['httpExamples/downloadLog/', 'an answer of an API'],
  ['httpExamples/streams/', 'calls and answers of an API'],
  ['azure-devops/hooks-eventtypes/', 'calls and answers of an API'],
  ['/consumers.json', 'a list of an API'],
  ['/publishers.json', 'a list of an API'],
  ['bitbucket-test.02.prMergedEventRequestBody.json', 'of Data Center, without its event key'],
  ['bitbucket-test.07..json', 'the expectations of a test'],
  ['bitbucket_commit.json', 'an answer of an API'],
  ['amazon-eventbridge.01.filtering.json', 'the pattern of a filter'],
  ['job-events.04.retry-source-in-job-events.json', 'a part of a delivery'],
  ['notifications.02.events.json', 'a part of a delivery'],
  ['notifications.03.monitoring.json', 'counters of the registry'],
  ['flux/docs/receivers.01.filtering-reconciled-objects-with-cel.json', 'what Flux receives'],
  ['gitea-test.07..json', 'the expectations of a test'],
  ['gitlab-test.07..json', 'the expectations of a test'],
  ['jira/webhooks-zulip/example_anomalous_payload.json', 'made to be refused'],
  ['falco-traces/fal_01_003.json', 'a test of Falco’s that wants it refused'],
  [
    'notification-configurations.07.sample-payload-for-generic-notification-configurations.json',
    'a call of the API',
  ],
  [
    'notification-configurations.08.sample-payload-for-email-notification-configurations.json',
    'a call of the API',
  ],
  ['notification-configurations.10.sample-response.json', 'an answer of an API'],
  ['notification-configurations.18.sample-response.json', 'an answer of an API'],
  ['teamcity/webhooks-zulip/slack_non_generic_payload.json', 'a message for a chat'],
  ['.notstrict.json.txt', 'an example of the documentation that is no JSON'],
];

/** Files of test cases, some of which are no records of the product. */
const SOME: readonly Named[] = [
  ['aws-cloudtrail/panther/otx_malicious_indicator.jsonl', only],
  ['gcp_k8s_ioc_activity.jsonl', 'records of another vendor’s own model'],
  ['google-workspace/panther-activityevent/greynoise_malicious_ip.jsonl', only],
  ['google-workspace/panther-activityevent/otx_malicious_indicator.jsonl', only],
  ['okta/panther/', only],
  ['spinnaker/docs-cdevents/', 'what Spinnaker receives'],
];

/** What a file is that holds no event, by its path below `corpora/`; undefined: it holds some. */
export function notAnEvent(path: string): string | undefined {
  return FILES.find(([part]) => path.includes(part))?.[1];
}

/** What the deliveries of a file are that can't be read; undefined: all should be. */
export function someAreNot(path: string): string | undefined {
  return SOME.find(([part]) => path.includes(part))?.[1];
}
