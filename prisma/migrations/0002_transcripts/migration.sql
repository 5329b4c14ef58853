-- AlterTable
ALTER TABLE "Failure" ADD COLUMN "entryId" TEXT;

-- AlterTable
ALTER TABLE "SourceFile" ADD COLUMN "head" TEXT;
ALTER TABLE "SourceFile" ADD COLUMN "tail" TEXT;

-- CreateTable
CREATE TABLE "SessionLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TEXT,
    "detail" TEXT,
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- CreateTable
CREATE TABLE "DirtySession" (
    "sessionId" TEXT NOT NULL PRIMARY KEY
);

-- CreateTable
CREATE TABLE "UsageCopy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "eventId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "at" TEXT,
    "lines" TEXT NOT NULL,
    "lineCount" INTEGER NOT NULL,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "writtenTokens" BIGINT NOT NULL,
    "kept" BOOLEAN NOT NULL DEFAULT true,
    "rule" TEXT,
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Entry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "at" TEXT,
    "place" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "outcome" TEXT,
    "attached" BOOLEAN NOT NULL DEFAULT false,
    "tool" TEXT,
    "callId" TEXT,
    "exitCode" INTEGER,
    "eventId" TEXT,
    "model" TEXT,
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT,
    "chars" INTEGER NOT NULL,
    "title" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "text" TEXT
);
INSERT INTO "new_Entry" ("at", "contentId", "data", "flags", "id", "kind", "ref", "role", "sessionId", "text", "version") SELECT "at", "contentId", "data", "flags", "id", "kind", "ref", "role", "sessionId", "text", "version" FROM "Entry";
DROP TABLE "Entry";
ALTER TABLE "new_Entry" RENAME TO "Entry";
CREATE INDEX "entry_page" ON "Entry"("sessionId", "attached", "place");
CREATE INDEX "entry_of_call" ON "Entry"("sessionId", "callId");
CREATE INDEX "entry_marks" ON "Entry"("sessionId", "outcome", "place");
CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "name" TEXT,
    "runId" TEXT,
    "jobId" TEXT,
    "parentId" TEXT,
    "role" TEXT,
    "agent" TEXT,
    "taskId" TEXT,
    "project" TEXT,
    "systemVersion" TEXT,
    "model" TEXT,
    "models" TEXT NOT NULL DEFAULT '[]',
    "statusRaw" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "statusDerived" TEXT NOT NULL DEFAULT 'unknown',
    "statusReason" TEXT,
    "inferred" BOOLEAN NOT NULL DEFAULT false,
    "startedAt" TEXT,
    "endedAt" TEXT,
    "firstAt" TEXT,
    "openedAt" TEXT,
    "lastEvidenceAt" TEXT NOT NULL DEFAULT '',
    "interruptAfter" TEXT,
    "entriesCount" INTEGER NOT NULL DEFAULT 0,
    "turns" INTEGER NOT NULL DEFAULT 0,
    "toolCalls" INTEGER NOT NULL DEFAULT 0,
    "toolFailures" INTEGER NOT NULL DEFAULT 0,
    "denials" INTEGER NOT NULL DEFAULT 0,
    "interruptions" INTEGER NOT NULL DEFAULT 0,
    "apiErrors" INTEGER NOT NULL DEFAULT 0,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "compactions" INTEGER NOT NULL DEFAULT 0,
    "events" INTEGER NOT NULL DEFAULT 0,
    "usageInput" BIGINT,
    "usageCacheRead" BIGINT,
    "usageCacheWrite5m" BIGINT,
    "usageCacheWrite1h" BIGINT,
    "usageOutput" BIGINT,
    "usageReasoning" BIGINT,
    "usageUnsplit" BIGINT,
    "usageLowerBound" TEXT NOT NULL DEFAULT '[]',
    "tokens" BIGINT,
    "costPico" BIGINT,
    "unpricedEvents" INTEGER NOT NULL DEFAULT 0,
    "droppedEvents" INTEGER NOT NULL DEFAULT 0,
    "droppedTokens" BIGINT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "new_Session" ("contentId", "costPico", "data", "endedAt", "events", "flags", "id", "inferred", "instanceId", "jobId", "lastEvidenceAt", "model", "name", "nativeId", "parentId", "ref", "revision", "role", "runId", "startedAt", "status", "statusRaw", "system", "taskId", "tokens", "unpricedEvents", "version") SELECT "contentId", "costPico", "data", "endedAt", "events", "flags", "id", "inferred", "instanceId", "jobId", "lastEvidenceAt", "model", "name", "nativeId", "parentId", "ref", "revision", "role", "runId", "startedAt", "status", "statusRaw", "system", "taskId", "tokens", "unpricedEvents", "version" FROM "Session";
DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";
CREATE INDEX "Session_runId_idx" ON "Session"("runId");
CREATE INDEX "session_children" ON "Session"("parentId");
CREATE INDEX "session_list_newest" ON "Session"("lastEvidenceAt", "id");
CREATE INDEX "session_list_system" ON "Session"("system", "lastEvidenceAt", "id");
CREATE INDEX "session_list_started" ON "Session"("startedAt", "id");
CREATE INDEX "session_list_tokens" ON "Session"("tokens", "id");
CREATE INDEX "session_list_cost" ON "Session"("costPico", "id");
CREATE INDEX "session_list_failures" ON "Session"("toolFailures", "id");
CREATE INDEX "session_list_task" ON "Session"("taskId", "id");
CREATE INDEX "session_interrupt_due" ON "Session"("interruptAfter");
CREATE TABLE "new_UsageEvent" (
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
    "priceTable" TEXT,
    "serviceTier" TEXT,
    "speed" TEXT,
    "copies" INTEGER NOT NULL DEFAULT 1,
    "lines" INTEGER NOT NULL DEFAULT 1,
    "writtenTokens" BIGINT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "identity" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);
INSERT INTO "new_UsageEvent" ("at", "cacheRead", "cacheWrite1h", "cacheWrite5m", "contentHash", "contentId", "costKind", "costPico", "data", "doctor", "flags", "hour", "id", "identity", "input", "instanceId", "lowerBound", "model", "nativeId", "output", "phaseId", "provider", "purpose", "reasoning", "ref", "role", "runId", "sessionId", "system", "total", "unsplit", "version") SELECT "at", "cacheRead", "cacheWrite1h", "cacheWrite5m", "contentHash", "contentId", "costKind", "costPico", "data", "doctor", "flags", "hour", "id", "identity", "input", "instanceId", "lowerBound", "model", "nativeId", "output", "phaseId", "provider", "purpose", "reasoning", "ref", "role", "runId", "sessionId", "system", "total", "unsplit", "version" FROM "UsageEvent";
DROP TABLE "UsageEvent";
ALTER TABLE "new_UsageEvent" RENAME TO "UsageEvent";
CREATE INDEX "usage_of_run" ON "UsageEvent"("runId", "at");
CREATE INDEX "usage_of_session" ON "UsageEvent"("sessionId", "at");
CREATE INDEX "usage_roll_up" ON "UsageEvent"("hour");
CREATE INDEX "usage_of_instance" ON "UsageEvent"("instanceId", "nativeId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "link_from" ON "SessionLink"("fromId");

-- CreateIndex
CREATE INDEX "link_to" ON "SessionLink"("toId");

-- CreateIndex
CREATE INDEX "copy_of_event" ON "UsageCopy"("eventId");

-- CreateIndex
CREATE INDEX "copy_of_session" ON "UsageCopy"("sessionId", "kept");

-- CreateIndex
CREATE INDEX "failure_of_session" ON "Failure"("sessionId", "at");
