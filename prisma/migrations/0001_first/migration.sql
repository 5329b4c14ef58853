-- CreateTable
CREATE TABLE "Instance" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "name" TEXT,
    "createdAt" TEXT NOT NULL,
    "checkedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Content" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sha256" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "system" TEXT,
    "instanceId" TEXT,
    "systemVersion" TEXT,
    "parserVersion" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "latestAt" TEXT,
    "status" TEXT NOT NULL,
    "cursor" TEXT,
    "receipt" TEXT,
    "archivedAs" TEXT,
    "importedAt" TEXT NOT NULL,
    "checkedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "SourceFile" (
    "path" TEXT NOT NULL PRIMARY KEY,
    "contentId" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "mtimeMs" BIGINT NOT NULL,
    "offset" BIGINT NOT NULL,
    "line" INTEGER NOT NULL,
    "sourceId" TEXT,
    "checkedAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "path" TEXT NOT NULL,
    "system" TEXT,
    "instance" TEXT,
    "state" TEXT NOT NULL,
    "error" TEXT,
    "addedAt" TEXT NOT NULL,
    "checkedAt" TEXT,
    "changedAt" TEXT
);

-- CreateTable
CREATE TABLE "Import" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "requestedBy" TEXT NOT NULL,
    "paths" TEXT NOT NULL,
    "options" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "progress" TEXT,
    "totals" TEXT,
    "error" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "requestedAt" TEXT NOT NULL,
    "startedAt" TEXT,
    "endedAt" TEXT
);

-- CreateTable
CREATE TABLE "ImportFile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "importId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "sha256" TEXT,
    "system" TEXT,
    "instance" TEXT,
    "systemVersion" TEXT,
    "status" TEXT NOT NULL,
    "rows" TEXT NOT NULL,
    "usage" TEXT NOT NULL,
    "unparsed" TEXT NOT NULL,
    "rejected" TEXT NOT NULL,
    "rejectedCount" INTEGER NOT NULL DEFAULT 0,
    "notes" TEXT NOT NULL DEFAULT '[]',
    "bytes" BIGINT NOT NULL,
    "seconds" REAL NOT NULL,
    "at" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "startedAt" TEXT NOT NULL,
    "heartbeatAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Meta" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "DirtyRun" (
    "runId" TEXT NOT NULL PRIMARY KEY
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "name" TEXT,
    "type" TEXT,
    "project" TEXT,
    "statusRaw" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "statusDerived" TEXT NOT NULL DEFAULT 'unknown',
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "lastEvidenceAt" TEXT NOT NULL DEFAULT '',
    "runs" INTEGER NOT NULL DEFAULT 0,
    "runsDone" INTEGER NOT NULL DEFAULT 0,
    "runsFailed" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT,
    "costPico" BIGINT,
    "unpricedEvents" INTEGER NOT NULL DEFAULT 0,
    "events" INTEGER NOT NULL DEFAULT 0,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "name" TEXT,
    "project" TEXT,
    "jobId" TEXT,
    "hasRow" BOOLEAN NOT NULL DEFAULT false,
    "statusRaw" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "statusDerived" TEXT NOT NULL DEFAULT 'unknown',
    "conflict" BOOLEAN NOT NULL DEFAULT false,
    "conflictReason" TEXT,
    "cause" TEXT,
    "causeEvidence" TEXT,
    "failureReason" TEXT,
    "createdAt" TEXT,
    "updatedAt" TEXT,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "firstEvidenceAt" TEXT,
    "beganAt" TEXT NOT NULL DEFAULT '',
    "lastEvidenceAt" TEXT NOT NULL DEFAULT '',
    "lastEvidenceKind" TEXT,
    "interruptAfter" TEXT,
    "tokenCap" BIGINT,
    "maxDurationMinutes" INTEGER,
    "goal" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "phasesTotal" INTEGER NOT NULL DEFAULT 0,
    "phasesDone" INTEGER NOT NULL DEFAULT 0,
    "phasesFailed" INTEGER NOT NULL DEFAULT 0,
    "phasesRunning" INTEGER NOT NULL DEFAULT 0,
    "sessionsCount" INTEGER NOT NULL DEFAULT 0,
    "failuresCount" INTEGER NOT NULL DEFAULT 0,
    "events" INTEGER NOT NULL DEFAULT 0,
    "usageInput" BIGINT,
    "usageCacheRead" BIGINT,
    "usageCacheWrite5m" BIGINT,
    "usageCacheWrite1h" BIGINT,
    "usageOutput" BIGINT,
    "usageReasoning" BIGINT,
    "usageUnsplit" BIGINT,
    "usageTotal" BIGINT,
    "usageLowerBound" TEXT NOT NULL DEFAULT '[]',
    "costPico" BIGINT,
    "unpricedEvents" INTEGER NOT NULL DEFAULT 0,
    "durationMs" BIGINT,
    "durationKind" TEXT,
    "models" TEXT NOT NULL DEFAULT '[]',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "recordFlags" TEXT NOT NULL DEFAULT '[]',
    "attention" INTEGER NOT NULL DEFAULT 0,
    "version" TEXT NOT NULL DEFAULT '',
    "contentId" TEXT,
    "ref" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "RunFlag" (
    "runId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY ("runId", "name")
);

-- CreateTable
CREATE TABLE "RunModel" (
    "runId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "events" INTEGER NOT NULL,
    "tokens" BIGINT,

    PRIMARY KEY ("runId", "model")
);

-- CreateTable
CREATE TABLE "Tier" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "index" INTEGER,
    "name" TEXT,
    "detail" TEXT,
    "statusRaw" TEXT,
    "createdAt" TEXT,
    "updatedAt" TEXT,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "Phase" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "tierId" TEXT,
    "index" INTEGER,
    "name" TEXT,
    "description" TEXT,
    "statusRaw" TEXT,
    "status" TEXT NOT NULL,
    "phaseType" TEXT,
    "taskCategory" TEXT,
    "complexity" TEXT,
    "tokensStored" BIGINT,
    "failureReason" TEXT,
    "builderAttempts" INTEGER,
    "auditorAttempts" INTEGER,
    "retryAttempt" INTEGER,
    "lastAttemptAt" TEXT,
    "createdAt" TEXT,
    "updatedAt" TEXT,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "phaseId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "events" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT,
    "inferred" BOOLEAN NOT NULL DEFAULT true,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "name" TEXT,
    "runId" TEXT,
    "jobId" TEXT,
    "parentId" TEXT,
    "role" TEXT,
    "taskId" TEXT,
    "model" TEXT,
    "statusRaw" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "lastEvidenceAt" TEXT NOT NULL DEFAULT '',
    "events" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT,
    "costPico" BIGINT,
    "unpricedEvents" INTEGER NOT NULL DEFAULT 0,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "Entry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TEXT,
    "kind" TEXT NOT NULL,
    "role" TEXT,
    "text" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "UsageEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "sessionId" TEXT,
    "at" TEXT,
    "hour" TEXT NOT NULL,
    "provider" TEXT,
    "model" TEXT,
    "role" TEXT,
    "purpose" TEXT,
    "doctor" BOOLEAN NOT NULL DEFAULT false,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "unsplit" BIGINT,
    "total" BIGINT,
    "lowerBound" TEXT NOT NULL DEFAULT '[]',
    "costPico" BIGINT,
    "costKind" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "identity" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "UsageHour" (
    "hour" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "events" INTEGER NOT NULL,
    "unknownEvents" INTEGER NOT NULL,
    "unpricedEvents" INTEGER NOT NULL,
    "lowerBound" INTEGER NOT NULL,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "unsplit" BIGINT,
    "total" BIGINT,
    "costPico" BIGINT,

    PRIMARY KEY ("hour", "system", "instanceId", "provider", "model", "role", "purpose")
);

-- CreateTable
CREATE TABLE "Metric" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "sessionId" TEXT,
    "jobId" TEXT,
    "name" TEXT NOT NULL,
    "step" INTEGER,
    "value" REAL,
    "at" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "phaseKey" TEXT,
    "sessionId" TEXT,
    "jobId" TEXT,
    "kind" TEXT NOT NULL,
    "at" TEXT,
    "title" TEXT NOT NULL,
    "detail" TEXT,
    "actor" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "Approval" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "kind" TEXT NOT NULL,
    "context" TEXT,
    "statusRaw" TEXT,
    "status" TEXT NOT NULL,
    "requestedAt" TEXT,
    "respondedAt" TEXT,
    "timeoutAt" TEXT,
    "method" TEXT,
    "reason" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "Failure" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "sessionId" TEXT,
    "at" TEXT,
    "message" TEXT NOT NULL,
    "type" TEXT,
    "cause" TEXT NOT NULL,
    "causeRule" TEXT,
    "severity" TEXT,
    "resolution" TEXT,
    "patternId" TEXT,
    "fingerprint" TEXT,
    "autopackSignature" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "StateObservation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "firstSeenIn" TEXT NOT NULL,
    "lastSeenIn" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Phase6Metric" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "instanceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "phaseId" TEXT,
    "failureHardeningTriggered" BOOLEAN NOT NULL,
    "failurePatternDetected" TEXT,
    "failureHardeningMitigated" BOOLEAN NOT NULL,
    "doctorCallSkipped" BOOLEAN NOT NULL,
    "doctorTokensAvoidedEstimate" BIGINT NOT NULL,
    "estimateCoverageN" INTEGER,
    "estimateSource" TEXT,
    "intentionContextInjected" BOOLEAN NOT NULL,
    "intentionContextChars" INTEGER NOT NULL,
    "intentionContextSource" TEXT,
    "planNormalizationUsed" BOOLEAN NOT NULL,
    "planNormalizationConfidence" INTEGER,
    "planNormalizationWarnings" INTEGER NOT NULL,
    "planDeliverablesCount" INTEGER,
    "planScopeSizeBytes" BIGINT,
    "phaseSuccess" BOOLEAN,
    "goalDriftScore" REAL,
    "completionTimeSec" REAL,
    "errorCount" INTEGER,
    "retryCount" INTEGER,
    "createdAt" TEXT,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "TokenEfficiencyMetric" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "instanceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "phaseId" TEXT,
    "artifactSubstitutions" INTEGER NOT NULL,
    "tokensSavedArtifacts" BIGINT NOT NULL,
    "budgetMode" TEXT,
    "budgetUsed" BIGINT NOT NULL,
    "budgetCap" BIGINT NOT NULL,
    "filesKept" INTEGER NOT NULL,
    "filesOmitted" INTEGER NOT NULL,
    "phaseOutcome" TEXT,
    "embeddingCacheHits" INTEGER,
    "embeddingCacheMisses" INTEGER,
    "embeddingCallsMade" INTEGER,
    "embeddingCapValue" INTEGER,
    "embeddingFallbackReason" TEXT,
    "deliverablesCount" INTEGER,
    "contextFilesTotal" INTEGER,
    "createdAt" TEXT,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "ABTestResult" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "instanceId" TEXT NOT NULL,
    "testId" TEXT NOT NULL,
    "controlRunId" TEXT NOT NULL,
    "treatmentRunId" TEXT NOT NULL,
    "controlCommitSha" TEXT,
    "treatmentCommitSha" TEXT,
    "controlModelHash" TEXT,
    "treatmentModelHash" TEXT,
    "isValid" BOOLEAN NOT NULL,
    "validityErrors" TEXT NOT NULL DEFAULT '[]',
    "tokenDelta" BIGINT,
    "timeDeltaSeconds" REAL,
    "successRateDelta" REAL,
    "controlTotalTokens" BIGINT,
    "controlPhasesComplete" INTEGER,
    "controlPhasesFailed" INTEGER,
    "controlTotalPhases" INTEGER,
    "treatmentTotalTokens" BIGINT,
    "treatmentPhasesComplete" INTEGER,
    "treatmentPhasesFailed" INTEGER,
    "treatmentTotalPhases" INTEGER,
    "createdAt" TEXT,
    "createdBy" TEXT,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "PriceTable" (
    "version" TEXT NOT NULL PRIMARY KEY,
    "source" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "importedAt" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Instance_system_idx" ON "Instance"("system");

-- CreateIndex
CREATE INDEX "Content_instanceId_idx" ON "Content"("instanceId");

-- CreateIndex
CREATE INDEX "SourceFile_sourceId_idx" ON "SourceFile"("sourceId");

-- CreateIndex
CREATE INDEX "SourceFile_contentId_idx" ON "SourceFile"("contentId");

-- CreateIndex
CREATE UNIQUE INDEX "Source_path_key" ON "Source"("path");

-- CreateIndex
CREATE INDEX "Import_status_requestedAt_idx" ON "Import"("status", "requestedAt");

-- CreateIndex
CREATE INDEX "Import_requestedAt_id_idx" ON "Import"("requestedAt", "id");

-- CreateIndex
CREATE INDEX "ImportFile_at_id_idx" ON "ImportFile"("at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ImportFile_importId_seq_key" ON "ImportFile"("importId", "seq");

-- CreateIndex
CREATE INDEX "job_list_newest" ON "Job"("lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "job_list_system" ON "Job"("system", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "job_list_started" ON "Job"("startedAt", "id");

-- CreateIndex
CREATE INDEX "job_list_tokens" ON "Job"("tokens", "id");

-- CreateIndex
CREATE INDEX "job_list_name" ON "Job"("name", "id");

-- CreateIndex
CREATE INDEX "run_list_attention" ON "Run"("attention", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_newest" ON "Run"("lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_system" ON "Run"("system", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_status" ON "Run"("status", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_derived" ON "Run"("statusDerived", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_conflict" ON "Run"("conflict", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_started" ON "Run"("startedAt", "id");

-- CreateIndex
CREATE INDEX "run_list_tokens" ON "Run"("usageTotal", "id");

-- CreateIndex
CREATE INDEX "run_list_cost" ON "Run"("costPico", "id");

-- CreateIndex
CREATE INDEX "run_list_duration" ON "Run"("durationMs", "id");

-- CreateIndex
CREATE INDEX "run_list_failed" ON "Run"("phasesFailed", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_list_name" ON "Run"("name", "id");

-- CreateIndex
CREATE INDEX "run_starts_per_day" ON "Run"("beganAt", "hasRow", "statusDerived");

-- CreateIndex
CREATE INDEX "run_list_job" ON "Run"("jobId", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "run_interrupt_due" ON "Run"("interruptAfter");

-- CreateIndex
CREATE INDEX "run_of_instance" ON "Run"("instanceId", "nativeId");

-- CreateIndex
CREATE INDEX "run_flag_filter" ON "RunFlag"("name", "runId");

-- CreateIndex
CREATE INDEX "run_model_filter" ON "RunModel"("model", "runId");

-- CreateIndex
CREATE INDEX "Tier_runId_idx" ON "Tier"("runId");

-- CreateIndex
CREATE INDEX "phase_of_run" ON "Phase"("runId", "index");

-- CreateIndex
CREATE INDEX "phase_by_native_id" ON "Phase"("nativeId");

-- CreateIndex
CREATE INDEX "attempt_of_run" ON "Attempt"("runId", "phaseId", "index");

-- CreateIndex
CREATE INDEX "Session_runId_idx" ON "Session"("runId");

-- CreateIndex
CREATE INDEX "session_list_newest" ON "Session"("lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "entry_page" ON "Entry"("sessionId", "seq");

-- CreateIndex
CREATE INDEX "usage_of_run" ON "UsageEvent"("runId", "at");

-- CreateIndex
CREATE INDEX "usage_of_session" ON "UsageEvent"("sessionId", "at");

-- CreateIndex
CREATE INDEX "usage_roll_up" ON "UsageEvent"("hour");

-- CreateIndex
CREATE INDEX "usage_of_instance" ON "UsageEvent"("instanceId", "nativeId");

-- CreateIndex
CREATE INDEX "Metric_runId_name_idx" ON "Metric"("runId", "name");

-- CreateIndex
CREATE INDEX "Metric_jobId_name_step_idx" ON "Metric"("jobId", "name", "step");

-- CreateIndex
CREATE INDEX "event_of_run" ON "Event"("runId", "at", "id");

-- CreateIndex
CREATE INDEX "event_of_phase_key" ON "Event"("phaseKey", "at");

-- CreateIndex
CREATE INDEX "event_of_job" ON "Event"("jobId", "at", "id");

-- CreateIndex
CREATE INDEX "Approval_runId_idx" ON "Approval"("runId");

-- CreateIndex
CREATE INDEX "approval_pending" ON "Approval"("status", "requestedAt");

-- CreateIndex
CREATE INDEX "Failure_runId_at_idx" ON "Failure"("runId", "at");

-- CreateIndex
CREATE INDEX "Failure_patternId_at_idx" ON "Failure"("patternId", "at");

-- CreateIndex
CREATE INDEX "StateObservation_runId_at_idx" ON "StateObservation"("runId", "at");

-- CreateIndex
CREATE INDEX "Phase6Metric_runId_idx" ON "Phase6Metric"("runId");

-- CreateIndex
CREATE INDEX "TokenEfficiencyMetric_runId_idx" ON "TokenEfficiencyMetric"("runId");

-- CreateIndex
CREATE INDEX "ab_result_list" ON "ABTestResult"("testId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ABTestResult_controlRunId_idx" ON "ABTestResult"("controlRunId");

-- CreateIndex
CREATE INDEX "ABTestResult_treatmentRunId_idx" ON "ABTestResult"("treatmentRunId");
