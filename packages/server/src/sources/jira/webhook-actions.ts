// Jira's webhooks (docs: "Webhooks", Jira Cloud and Data Center) in the catalogue's words.

/** Action of the catalogue to the events that stand for it. */
const table: Readonly<Record<string, string>> = {
  'ticket.created': 'jira:issue_created',
  'ticket.updated': `
    jira:issue_updated jira:worklog_updated issuelink_created issuelink_deleted
    worklog_created worklog_updated worklog_deleted attachment_created attachment_deleted
    issue_property_set issue_property_deleted transition`,
  'ticket.deleted': 'jira:issue_deleted',
  'comment.created': 'comment_created issue_commented',
  'comment.changed': 'comment_updated issue_comment_edited',
  'comment.deleted': 'comment_deleted issue_comment_deleted',
  'ticket.closed': 'issue_closed issue_resolved',
  'ticket.reopened': 'issue_reopened',
  'project.created': 'project_created project_restored_deleted',
  'project.changed': 'project_updated project_archived project_restored_archived',
  'project.deleted': 'project_deleted project_soft_deleted',
  'release.created': 'jira:version_created',
  'release.changed': 'jira:version_updated jira:version_moved jira:version_merged',
  'release.deleted': 'jira:version_deleted',
  'release.published': 'jira:version_released',
  'release.unpublished': 'jira:version_unreleased',
  'user.created': 'user_created',
  'user.changed': 'user_updated',
  'user.deleted': 'user_deleted',
  'resource.created': 'sprint_created board_created filter_created',
  'resource.changed': `
    sprint_updated sprint_started sprint_closed board_updated board_configuration_changed
    filter_updated`,
  'resource.deleted': 'sprint_deleted board_deleted filter_deleted',
  'setting.changed': `
    option_voting_changed option_watching_changed option_unassigned_issues_changed
    option_subtasks_changed option_attachments_changed option_issuelinks_changed
    option_timetracking_changed issuetype_created issuetype_updated issuetype_deleted`,
};

const actions: ReadonlyMap<string, string> = new Map(
  Object.entries(table).flatMap(([action, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type) => [type, action] as const),
  ),
);

/** What becomes of a ticket's action where the ticket is an incident. */
const incidents: Readonly<Record<string, string>> = {
  'ticket.created': 'incident.detected',
  'ticket.updated': 'incident.updated',
  'ticket.closed': 'incident.resolved',
  'ticket.reopened': 'incident.reopened',
};

/** The catalogue's action for a webhook's event or issue event. */
export function webhookAction(event: string | undefined): string | undefined {
  return event === undefined ? undefined : actions.get(event);
}

/** A ticket's action as that of an incident; others stay. */
export function asIncident(action: string): string {
  return Object.hasOwn(incidents, action) ? (incidents[action] as string) : action;
}

export const webhookActions: readonly string[] = [
  ...Object.keys(table),
  ...Object.values(incidents),
];
