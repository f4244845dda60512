#!/usr/bin/env bash
# Runs one pipeline step under `acta run`. All that it needs comes in variables, so that nothing of a
# step's inputs ever becomes part of a script by accident.
set -euo pipefail

: "${ACTA_STEP_RUN:?acta: there is no command to run}"

options=()
option() { if [ -n "$2" ]; then options+=("$1" "$2"); fi; }
switch() { if [ "$2" = true ]; then options+=("$1"); fi; }

option --name "${ACTA_STEP_NAME:-}"
option --env "${ACTA_STEP_ENV:-}"
option --service "${ACTA_STEP_SERVICE:-}"
option --stage "${ACTA_STEP_STAGE:-}"
option --release "${ACTA_STEP_RELEASE:-}"
option --reason "${ACTA_STEP_REASON:-}"
option --ticket "${ACTA_STEP_TICKET:-}"
while IFS= read -r file; do option --artifact "$file"; done <<<"${ACTA_STEP_ARTIFACTS:-}"
switch --deploy "${ACTA_STEP_DEPLOY:-}"
switch --require "${ACTA_STEP_REQUIRE:-}"

# The command may have arguments of its own, such as `npx --yes @acta/cli`.
# shellcheck disable=SC2086
exec ${ACTA_COMMAND:-acta} run ${options[@]+"${options[@]}"} -- bash -eo pipefail -c "$ACTA_STEP_RUN"
