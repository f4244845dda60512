// Runs a shell step and records it in Acta. Values travel as variables, never inside the script.
def call(Map step) {
  if (!step.script) error 'actaRun: script is missing'
  def text = { name -> step[name] == null ? '' : step[name].toString() }
  def variables = [
    "ACTA_URL=${text('url') ?: env.ACTA_URL ?: ''}",
    "ACTA_COMMAND=${text('acta') ?: 'npx --yes @acta/cli'}",
    "ACTA_STEP_RUN=${text('script')}",
    "ACTA_STEP_NAME=${text('name')}",
    "ACTA_STEP_ENV=${text('env')}",
    "ACTA_STEP_SERVICE=${text('service')}",
    "ACTA_STEP_STAGE=${text('stage') ?: env.STAGE_NAME ?: ''}",
    "ACTA_STEP_RELEASE=${text('release')}",
    "ACTA_STEP_REASON=${text('reason')}",
    "ACTA_STEP_TICKET=${text('ticket')}",
    "ACTA_STEP_ARTIFACTS=${(step.artifacts ?: []).join('\n')}",
    "ACTA_STEP_DEPLOY=${step.deploy == true}",
    "ACTA_STEP_REQUIRE=${step.require == true}",
  ]
  def key = step.credentialsId ? [string(credentialsId: step.credentialsId, variable: 'ACTA_TOKEN')] : []
  // A credential of the plugin OpenID Connect Provider: a token of this build.
  def token = step.idTokenId ? [string(credentialsId: step.idTokenId, variable: 'ACTA_ID_TOKEN')] : []
  withCredentials(key + token) {
    withEnv(variables) {
      sh label: step.name ?: 'acta run', script: libraryResource('acta/step.sh')
    }
  }
}
