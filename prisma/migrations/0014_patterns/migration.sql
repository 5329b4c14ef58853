-- CreateTable
CREATE TABLE "LooseFailure" (
    "failureId" TEXT NOT NULL PRIMARY KEY,
    "stage" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "PatternShape" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shape" TEXT NOT NULL,
    "ruleId" TEXT,
    "template" TEXT,
    "patternId" TEXT
);

-- CreateTable
CREATE TABLE "Pattern" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "algorithm" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "errorType" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "rule" TEXT,
    "state" TEXT NOT NULL,
    "since" TEXT,
    "lane" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "trend" TEXT NOT NULL,
    "occurrences" INTEGER NOT NULL DEFAULT 0,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "sessions" INTEGER NOT NULL DEFAULT 0,
    "phases" INTEGER NOT NULL DEFAULT 0,
    "tellings" INTEGER NOT NULL DEFAULT 0,
    "timeless" INTEGER NOT NULL DEFAULT 0,
    "firstSeenAt" TEXT,
    "lastSeenAt" TEXT NOT NULL DEFAULT '',
    "tokensWasted" BIGINT,
    "msWasted" BIGINT,
    "costWasted" BIGINT,
    "knownTokens" INTEGER NOT NULL DEFAULT 0,
    "exposed" INTEGER,
    "oldCode" INTEGER NOT NULL DEFAULT 0,
    "fixAt" TEXT,
    "fixCommit" TEXT,
    "mitigation" TEXT,
    "owner" TEXT,
    "systems" TEXT NOT NULL DEFAULT '[]',
    "projects" TEXT NOT NULL DEFAULT '[]',
    "signatures" TEXT NOT NULL DEFAULT '[]',
    "failureId" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TEXT
);

-- CreateTable
CREATE TABLE "DirtyPattern" (
    "patternId" TEXT NOT NULL PRIMARY KEY,
    "mark" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "PatternDay" (
    "patternId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "occurrences" INTEGER NOT NULL,
    "runs" INTEGER NOT NULL,

    PRIMARY KEY ("patternId", "day")
);

-- CreateTable
CREATE TABLE "PatternSubject" (
    "patternId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "occurrences" INTEGER NOT NULL,
    "firstAt" TEXT,
    "lastAt" TEXT NOT NULL DEFAULT '',

    PRIMARY KEY ("patternId", "kind", "subjectId")
);

-- CreateTable
CREATE TABLE "PatternMove" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "patternId" TEXT NOT NULL,
    "failureId" TEXT NOT NULL,
    "shapeId" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "text" TEXT,
    "fixCommit" TEXT,
    "fixAt" TEXT,
    "until" TEXT,
    "owner" TEXT
);

-- CreateTable
CREATE TABLE "PatternRule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT,
    "template" TEXT,
    "system" TEXT,
    "title" TEXT,
    "errorType" TEXT,
    "cause" TEXT,
    "fromFailure" TEXT,
    "fromShape" TEXT,
    "fromId" TEXT,
    "intoFailure" TEXT,
    "intoShape" TEXT,
    "intoId" TEXT,
    "withdrawnAt" TEXT,
    "withdrawnBy" TEXT
);

-- CreateTable
CREATE TABLE "PatternAlias" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shapeId" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "CodeCommit" (
    "project" TEXT NOT NULL,
    "sha" TEXT NOT NULL,
    "parents" TEXT NOT NULL,

    PRIMARY KEY ("project", "sha")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Failure" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "sessionId" TEXT,
    "entryId" TEXT,
    "at" TEXT,
    "message" TEXT NOT NULL,
    "type" TEXT,
    "cause" TEXT NOT NULL,
    "causeRule" TEXT,
    "severity" TEXT,
    "resolution" TEXT,
    "shapeId" TEXT,
    "patternId" TEXT,
    "echo" BOOLEAN NOT NULL DEFAULT false,
    "firstCauseId" TEXT,
    "autopackSignature" TEXT,
    "data" TEXT NOT NULL DEFAULT '{}',
    "flags" TEXT NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "contentId" TEXT,
    "ref" TEXT
);
INSERT INTO "new_Failure" ("at", "autopackSignature", "cause", "causeRule", "contentHash", "contentId", "data", "entryId", "flags", "id", "instanceId", "message", "phaseId", "ref", "resolution", "runId", "sessionId", "severity", "system", "type", "version") SELECT "at", "autopackSignature", "cause", "causeRule", "contentHash", "contentId", "data", "entryId", "flags", "id", "instanceId", "message", "phaseId", "ref", "resolution", "runId", "sessionId", "severity", "system", "type", "version" FROM "Failure";
DROP TABLE "Failure";
ALTER TABLE "new_Failure" RENAME TO "Failure";
CREATE INDEX "Failure_runId_at_idx" ON "Failure"("runId", "at");
CREATE INDEX "failure_of_session" ON "Failure"("sessionId", "at");
CREATE INDEX "failure_of_pattern" ON "Failure"("patternId", "at", "id");
CREATE INDEX "failure_of_shape" ON "Failure"("shapeId");
CREATE INDEX "failure_echoes" ON "Failure"("firstCauseId");
CREATE INDEX "failure_newest" ON "Failure"("at", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "loose_by_stage" ON "LooseFailure"("stage", "failureId");

-- CreateIndex
CREATE INDEX "shapes_of_pattern" ON "PatternShape"("patternId");

-- CreateIndex
CREATE INDEX "pattern_list_lane" ON "Pattern"("lane", "rank", "lastSeenAt", "id");

-- CreateIndex
CREATE INDEX "pattern_list_urgent" ON "Pattern"("rank", "lastSeenAt", "id");

-- CreateIndex
CREATE INDEX "pattern_list_newest" ON "Pattern"("lastSeenAt", "id");

-- CreateIndex
CREATE INDEX "pattern_list_first" ON "Pattern"("firstSeenAt", "id");

-- CreateIndex
CREATE INDEX "pattern_list_count" ON "Pattern"("occurrences", "id");

-- CreateIndex
CREATE INDEX "pattern_list_told" ON "Pattern"("tellings", "id");

-- CreateIndex
CREATE INDEX "pattern_list_tokens" ON "Pattern"("tokensWasted", "id");

-- CreateIndex
CREATE INDEX "pattern_list_state" ON "Pattern"("state", "rank", "lastSeenAt", "id");

-- CreateIndex
CREATE INDEX "pattern_due" ON "Pattern"("dueAt");

-- CreateIndex
CREATE INDEX "subjects_of_pattern" ON "PatternSubject"("patternId", "kind", "lastAt", "subjectId");

-- CreateIndex
CREATE INDEX "patterns_of_subject" ON "PatternSubject"("kind", "subjectId");

-- CreateIndex
CREATE INDEX "moves_of_pattern" ON "PatternMove"("patternId", "at");

-- CreateIndex
CREATE INDEX "rules_in_order" ON "PatternRule"("seq");

-- CreateIndex
CREATE INDEX "run_of_project" ON "Run"("system", "project", "lastEvidenceAt", "id");

-- CreateIndex
CREATE INDEX "session_of_project" ON "Session"("project", "parentId", "startedAt", "id");

INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure";
