-- AlterTable
ALTER TABLE "Event" ADD COLUMN "level" TEXT;
ALTER TABLE "Event" ADD COLUMN "seq" INTEGER;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "phaseId" TEXT;
ALTER TABLE "Session" ADD COLUMN "statedEnd" TEXT;
ALTER TABLE "Session" ADD COLUMN "statedStart" TEXT;

-- CreateTable
CREATE TABLE "DirtyJob" (
    "jobId" TEXT NOT NULL PRIMARY KEY
);

-- CreateTable
CREATE TABLE "Candidate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "runId" TEXT,
    "parentId" TEXT,
    "index" INTEGER,
    "generation" INTEGER,
    "at" TEXT,
    "accepted" BOOLEAN,
    "isBaseline" BOOLEAN NOT NULL DEFAULT false,
    "score" REAL,
    "trainScore" REAL,
    "heldoutScore" REAL,
    "heldoutN" INTEGER,
    "rolloutsSoFar" INTEGER,
    "costPicoSoFar" BIGINT,
    "secondsSoFar" REAL,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT,
    "text" TEXT
);

-- CreateTable
CREATE TABLE "ResultPart" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "resultId" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "jobId" TEXT,
    "runId" TEXT NOT NULL,
    "configuration" TEXT NOT NULL,
    "split" TEXT,
    "itemKey" TEXT NOT NULL,
    "repeat" INTEGER NOT NULL DEFAULT 0,
    "sessionId" TEXT,
    "resolved" BOOLEAN,
    "score" REAL,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "unsplit" BIGINT,
    "total" BIGINT,
    "costPico" BIGINT,
    "seconds" REAL,
    "calls" INTEGER,
    "at" TEXT,
    "error" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "ItemResult" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "jobId" TEXT,
    "runId" TEXT NOT NULL,
    "configuration" TEXT NOT NULL,
    "split" TEXT,
    "itemKey" TEXT NOT NULL,
    "repeat" INTEGER NOT NULL DEFAULT 0,
    "sessionId" TEXT,
    "resolved" BOOLEAN,
    "score" REAL,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "unsplit" BIGINT,
    "total" BIGINT,
    "costPico" BIGINT,
    "seconds" REAL,
    "calls" INTEGER,
    "at" TEXT,
    "error" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "SessionLimit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "jobId" TEXT,
    "sessionId" TEXT,
    "type" TEXT,
    "metric" TEXT NOT NULL,
    "limit" REAL,
    "used" REAL,
    "windowSeconds" REAL,
    "exceededAt" TEXT,
    "exceededReason" TEXT,
    "at" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "parentId" TEXT,
    "hasRow" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT,
    "type" TEXT,
    "project" TEXT,
    "statusRaw" TEXT,
    "statusStated" TEXT,
    "failureReason" TEXT,
    "goal" TEXT,
    "modelRequested" TEXT,
    "effortRequested" TEXT,
    "bestScore" REAL,
    "baselineScore" REAL,
    "config" TEXT,
    "createdAt" TEXT,
    "updatedAt" TEXT,
    "statedStart" TEXT,
    "statedEnd" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "recordFlags" TEXT NOT NULL DEFAULT '[]',
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "statusDerived" TEXT NOT NULL DEFAULT 'unknown',
    "conflict" BOOLEAN NOT NULL DEFAULT false,
    "conflictReason" TEXT,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "lastEvidenceAt" TEXT NOT NULL DEFAULT '',
    "jobs" INTEGER NOT NULL DEFAULT 0,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "runsDone" INTEGER NOT NULL DEFAULT 0,
    "runsFailed" INTEGER NOT NULL DEFAULT 0,
    "tokens" BIGINT,
    "costPico" BIGINT,
    "unpricedEvents" INTEGER NOT NULL DEFAULT 0,
    "events" INTEGER NOT NULL DEFAULT 0,
    "candidates" INTEGER NOT NULL DEFAULT 0,
    "results" INTEGER NOT NULL DEFAULT 0,
    "resultsResolved" INTEGER NOT NULL DEFAULT 0,
    "resultsUnknown" INTEGER NOT NULL DEFAULT 0,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "new_Job" ("contentId", "costPico", "endedAt", "events", "flags", "id", "inferred", "instanceId", "lastEvidenceAt", "name", "nativeId", "project", "ref", "revision", "runs", "runsDone", "runsFailed", "startedAt", "status", "statusDerived", "statusRaw", "system", "tokens", "type", "unpricedEvents", "version") SELECT "contentId", "costPico", "endedAt", "events", "flags", "id", "inferred", "instanceId", "lastEvidenceAt", "name", "nativeId", "project", "ref", "revision", "runs", "runsDone", "runsFailed", "startedAt", "status", "statusDerived", "statusRaw", "system", "tokens", "type", "unpricedEvents", "version" FROM "Job";
DROP TABLE "Job";
ALTER TABLE "new_Job" RENAME TO "Job";
CREATE INDEX "job_list_newest" ON "Job"("lastEvidenceAt", "id");
CREATE INDEX "job_list_system" ON "Job"("system", "lastEvidenceAt", "id");
CREATE INDEX "job_list_type" ON "Job"("type", "lastEvidenceAt", "id");
CREATE INDEX "job_list_derived" ON "Job"("statusDerived", "lastEvidenceAt", "id");
CREATE INDEX "job_list_started" ON "Job"("startedAt", "id");
CREATE INDEX "job_list_tokens" ON "Job"("tokens", "id");
CREATE INDEX "job_list_score" ON "Job"("bestScore", "id");
CREATE INDEX "job_list_name" ON "Job"("name", "id");
CREATE INDEX "job_children" ON "Job"("parentId", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "candidate_of_job" ON "Candidate"("jobId", "index", "id");

-- CreateIndex
CREATE INDEX "candidate_by_score" ON "Candidate"("jobId", "score", "id");

-- CreateIndex
CREATE INDEX "candidate_of_run" ON "Candidate"("runId");

-- CreateIndex
CREATE INDEX "result_of_job" ON "ItemResult"("jobId", "configuration", "itemKey");

-- CreateIndex
CREATE INDEX "result_of_run" ON "ItemResult"("runId", "itemKey");

-- CreateIndex
CREATE INDEX "result_by_item" ON "ItemResult"("itemKey", "configuration");

-- CreateIndex
CREATE INDEX "result_of_session" ON "ItemResult"("sessionId");

-- CreateIndex
CREATE INDEX "limit_of_job" ON "SessionLimit"("jobId");

-- CreateIndex
CREATE INDEX "limit_of_session" ON "SessionLimit"("sessionId");

-- CreateIndex
CREATE INDEX "event_of_job_seq" ON "Event"("jobId", "seq", "id");

-- CreateIndex
CREATE INDEX "session_of_phase" ON "Session"("phaseId");

-- RedefineIndex
DROP INDEX "Metric_jobId_name_step_idx";
CREATE INDEX "metric_of_job" ON "Metric"("jobId", "name", "step");

-- CreateIndex
CREATE INDEX "parts_of_result" ON "ResultPart"("resultId", "rank");

-- A time that nobody recorded sorts before every time now: rows that are there must not win by the old mark.
UPDATE "Job" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Job" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Run" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Run" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Tier" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Tier" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Phase" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Phase" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Attempt" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Attempt" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Session" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Session" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Entry" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Entry" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "UsageEvent" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "UsageEvent" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Metric" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Metric" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Event" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Event" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Approval" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Approval" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Failure" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Failure" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "Phase6Metric" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "Phase6Metric" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "TokenEfficiencyMetric" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "TokenEfficiencyMetric" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "ABTestResult" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "ABTestResult" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
UPDATE "SessionLink" SET "version" = REPLACE("version", '||', '|-|') WHERE "version" LIKE '%||%';
UPDATE "SessionLink" SET "version" = '-' || "version" WHERE "version" LIKE '|%';
