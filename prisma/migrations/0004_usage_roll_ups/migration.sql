-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "UsageHour";
PRAGMA foreign_keys=on;

-- CreateTable
CREATE TABLE "UsageQuarter" (
    "quarter" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "events" INTEGER NOT NULL,
    "unknownEvents" INTEGER NOT NULL,
    "unpricedEvents" INTEGER NOT NULL,
    "lowerBoundEvents" INTEGER NOT NULL,
    "reportedEvents" INTEGER NOT NULL,
    "computedEvents" INTEGER NOT NULL,
    "comparedEvents" INTEGER NOT NULL,
    "inputEvents" INTEGER NOT NULL,
    "cacheReadEvents" INTEGER NOT NULL,
    "cacheWrite5mEvents" INTEGER NOT NULL,
    "cacheWrite1hEvents" INTEGER NOT NULL,
    "outputEvents" INTEGER NOT NULL,
    "unsplitEvents" INTEGER NOT NULL,
    "repeatedEvents" INTEGER NOT NULL,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "unsplit" BIGINT,
    "total" BIGINT,
    "writtenTokens" BIGINT,
    "costPico" BIGINT,
    "costReportedPico" BIGINT,
    "costComputedPico" BIGINT,
    "comparedReportedPico" BIGINT,
    "comparedComputedPico" BIGINT,

    PRIMARY KEY ("quarter", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "UsageDay" (
    "offset" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "events" INTEGER NOT NULL,
    "unknownEvents" INTEGER NOT NULL,
    "unpricedEvents" INTEGER NOT NULL,
    "lowerBoundEvents" INTEGER NOT NULL,
    "reportedEvents" INTEGER NOT NULL,
    "computedEvents" INTEGER NOT NULL,
    "comparedEvents" INTEGER NOT NULL,
    "inputEvents" INTEGER NOT NULL,
    "cacheReadEvents" INTEGER NOT NULL,
    "cacheWrite5mEvents" INTEGER NOT NULL,
    "cacheWrite1hEvents" INTEGER NOT NULL,
    "outputEvents" INTEGER NOT NULL,
    "unsplitEvents" INTEGER NOT NULL,
    "repeatedEvents" INTEGER NOT NULL,
    "input" BIGINT,
    "cacheRead" BIGINT,
    "cacheWrite5m" BIGINT,
    "cacheWrite1h" BIGINT,
    "output" BIGINT,
    "reasoning" BIGINT,
    "unsplit" BIGINT,
    "total" BIGINT,
    "writtenTokens" BIGINT,
    "costPico" BIGINT,
    "costReportedPico" BIGINT,
    "costComputedPico" BIGINT,
    "comparedReportedPico" BIGINT,
    "comparedComputedPico" BIGINT,

    PRIMARY KEY ("offset", "day", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "DroppedQuarter" (
    "quarter" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "events" INTEGER NOT NULL,
    "tokens" BIGINT,

    PRIMARY KEY ("quarter", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId", "rule", "sessionId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "DroppedDay" (
    "offset" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "events" INTEGER NOT NULL,
    "tokens" BIGINT,

    PRIMARY KEY ("offset", "day", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId", "rule", "sessionId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "DayOffset" (
    "offset" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
);

-- CreateTable
CREATE TABLE "DirtyQuarter" (
    "quarter" TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_UsageEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "system" TEXT NOT NULL,
    "instanceId" TEXT NOT NULL,
    "nativeId" TEXT NOT NULL,
    "runId" TEXT,
    "phaseId" TEXT,
    "sessionId" TEXT,
    "at" TEXT,
    "quarter" TEXT NOT NULL DEFAULT '',
    "provider" TEXT,
    "model" TEXT,
    "role" TEXT,
    "purpose" TEXT,
    "purposeRaw" TEXT,
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
    "costReportedPico" BIGINT,
    "costComputedPico" BIGINT,
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
-- A quarter of an hour instead of the hour, the cost that the source states beside the computed one, and purposes in
-- the five words of lib/ledger/purpose, with the words of the source beside them.
INSERT INTO "new_UsageEvent" ("at", "cacheRead", "cacheWrite1h", "cacheWrite5m", "contentHash", "contentId", "copies", "costKind", "costPico", "data", "doctor", "flags", "id", "identity", "input", "instanceId", "lines", "lowerBound", "model", "nativeId", "output", "phaseId", "priceTable", "provider", "purpose", "reasoning", "ref", "role", "runId", "serviceTier", "sessionId", "speed", "system", "total", "unsplit", "version", "writtenTokens", "purposeRaw", "quarter", "costReportedPico", "costComputedPico")
SELECT "at",
  "cacheRead",
  "cacheWrite1h",
  "cacheWrite5m",
  "contentHash",
  "contentId",
  "copies",
  "costKind",
  "costPico",
  "data",
  "doctor",
  "flags",
  "id",
  "identity",
  "input",
  "instanceId",
  "lines",
  "lowerBound",
  "model",
  "nativeId",
  "output",
  "phaseId",
  "priceTable",
  "provider",
  CASE WHEN LOWER(REPLACE(REPLACE(TRIM("purpose"), '-', '_'), ' ', '_')) IN ('base', 'retrieval', 'second_opinion', 'evidence_request', 'other') THEN LOWER(REPLACE(REPLACE(TRIM("purpose"), '-', '_'), ' ', '_')) ELSE CASE LOWER(TRIM(CASE WHEN INSTR("role", ':') > 0 THEN SUBSTR("role", 1, INSTR("role", ':') - 1) ELSE COALESCE("role", '') END))
    WHEN 'builder' THEN 'base' WHEN 'executor' THEN 'base' WHEN 'coordinator' THEN 'base' WHEN 'planner' THEN 'base'
    WHEN 'agent' THEN 'base' WHEN 'main' THEN 'base' WHEN 'sub-agent' THEN 'base' WHEN 'claude_code' THEN 'base'
    WHEN 'policy' THEN 'base' WHEN 'proposer' THEN 'base' WHEN 'reflection' THEN 'base'
    WHEN 'retrieval' THEN 'retrieval' WHEN 'retriever' THEN 'retrieval' WHEN 'embedding' THEN 'retrieval' WHEN 'search' THEN 'retrieval'
    WHEN 'auditor' THEN 'second_opinion' WHEN 'doctor' THEN 'second_opinion' WHEN 'reviewer' THEN 'second_opinion'
    WHEN 'judge' THEN 'second_opinion' WHEN 'verifier' THEN 'second_opinion' WHEN 'critic' THEN 'second_opinion'
    ELSE 'other' END END,
  "reasoning",
  "ref",
  "role",
  "runId",
  "serviceTier",
  "sessionId",
  "speed",
  "system",
  "total",
  "unsplit",
  "version",
  "writtenTokens",
  "purpose",
  CASE WHEN "at" IS NULL THEN '' ELSE SUBSTR("at", 1, 14) || CASE WHEN SUBSTR("at", 15, 2) < '15' THEN '00'
    WHEN SUBSTR("at", 15, 2) < '30' THEN '15' WHEN SUBSTR("at", 15, 2) < '45' THEN '30' ELSE '45' END END,
  CASE WHEN "costKind" = 'reported' THEN "costPico" END,
  CASE WHEN "costKind" = 'computed' THEN "costPico" END
FROM "UsageEvent";
DROP TABLE "UsageEvent";
ALTER TABLE "new_UsageEvent" RENAME TO "UsageEvent";
CREATE INDEX "usage_of_run" ON "UsageEvent"("runId", "at");
CREATE INDEX "usage_of_session" ON "UsageEvent"("sessionId", "at");
CREATE INDEX "usage_roll_up" ON "UsageEvent"("quarter");
CREATE INDEX "usage_of_instance" ON "UsageEvent"("instanceId", "nativeId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

INSERT INTO "DayOffset" ("offset") VALUES (0);

-- Costs were computed only where the source stated none; whoever writes next computes the others.
INSERT INTO "Meta" ("key", "value")
SELECT 'costsToCompute', '1' WHERE EXISTS (SELECT 1 FROM "UsageEvent" WHERE "costReportedPico" IS NOT NULL);

-- Every quarter is rolled up, as it is whenever its events change.
INSERT INTO "DirtyQuarter" ("quarter") SELECT DISTINCT "quarter" FROM "UsageEvent";
DELETE FROM "UsageQuarter" WHERE "quarter" IN (SELECT "quarter" FROM "DirtyQuarter");
INSERT INTO "UsageQuarter" ("quarter", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico") SELECT u."quarter", u."system", u."instanceId", COALESCE(u."provider", ''), COALESCE(u."model", ''), COALESCE(u."role", ''), COALESCE(u."purpose", 'other'), COALESCE(r."project", s."project", ''), COALESCE(r."jobId", s."jobId", ''), COUNT(*), SUM(CASE WHEN u."total" IS NULL THEN 1 ELSE 0 END), SUM(CASE WHEN u."costPico" IS NULL THEN 1 ELSE 0 END), SUM(CASE WHEN u."lowerBound" <> '[]' THEN 1 ELSE 0 END), COUNT(u."costReportedPico"), COUNT(u."costComputedPico"), SUM(CASE WHEN u."costReportedPico" IS NOT NULL AND u."costComputedPico" IS NOT NULL THEN 1 ELSE 0 END), COUNT(u."input"), COUNT(u."cacheRead"), COUNT(u."cacheWrite5m"), COUNT(u."cacheWrite1h"), COUNT(u."output"), COUNT(u."unsplit"), SUM(CASE WHEN u."lines" > 1 THEN 1 ELSE 0 END), SUM(u."input"), SUM(u."cacheRead"), SUM(u."cacheWrite5m"), SUM(u."cacheWrite1h"), SUM(u."output"), SUM(u."reasoning"), SUM(u."unsplit"), SUM(u."total"), SUM(COALESCE(u."writtenTokens", u."total")), SUM(u."costPico"), SUM(u."costReportedPico"), SUM(u."costComputedPico"), SUM(CASE WHEN u."costReportedPico" IS NOT NULL AND u."costComputedPico" IS NOT NULL THEN u."costReportedPico" END), SUM(CASE WHEN u."costReportedPico" IS NOT NULL AND u."costComputedPico" IS NOT NULL THEN u."costComputedPico" END) FROM "DirtyQuarter" d CROSS JOIN "UsageEvent" u ON u."quarter" = d."quarter" LEFT JOIN "Run" r ON r."id" = u."runId" LEFT JOIN "Session" s ON s."id" = u."sessionId" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
DELETE FROM "UsageDay" WHERE ("offset", "day") IN (SELECT t."offset", t."day" FROM (SELECT DISTINCT o."offset" AS "offset", CASE WHEN d."quarter" = '' THEN '' WHEN o."offset" = 0 THEN SUBSTR(d."quarter", 1, 10) ELSE COALESCE(STRFTIME('%Y-%m-%d', d."quarter", o."offset" || ' minutes'), SUBSTR(d."quarter", 1, 10)) END AS "day" FROM "DirtyQuarter" d CROSS JOIN "DayOffset" o) t);
INSERT INTO "UsageDay" ("offset", "day", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico") SELECT t."offset", t."day", q."system", q."instanceId", q."provider", q."model", q."role", q."purpose", q."project", q."jobId", SUM(q."events"), SUM(q."unknownEvents"), SUM(q."unpricedEvents"), SUM(q."lowerBoundEvents"), SUM(q."reportedEvents"), SUM(q."computedEvents"), SUM(q."comparedEvents"), SUM(q."inputEvents"), SUM(q."cacheReadEvents"), SUM(q."cacheWrite5mEvents"), SUM(q."cacheWrite1hEvents"), SUM(q."outputEvents"), SUM(q."unsplitEvents"), SUM(q."repeatedEvents"), SUM(q."input"), SUM(q."cacheRead"), SUM(q."cacheWrite5m"), SUM(q."cacheWrite1h"), SUM(q."output"), SUM(q."reasoning"), SUM(q."unsplit"), SUM(q."total"), SUM(q."writtenTokens"), SUM(q."costPico"), SUM(q."costReportedPico"), SUM(q."costComputedPico"), SUM(q."comparedReportedPico"), SUM(q."comparedComputedPico") FROM (SELECT DISTINCT o."offset" AS "offset", CASE WHEN d."quarter" = '' THEN '' WHEN o."offset" = 0 THEN SUBSTR(d."quarter", 1, 10) ELSE COALESCE(STRFTIME('%Y-%m-%d', d."quarter", o."offset" || ' minutes'), SUBSTR(d."quarter", 1, 10)) END AS "day" FROM "DirtyQuarter" d CROSS JOIN "DayOffset" o) t CROSS JOIN "UsageQuarter" q ON q."quarter" BETWEEN CASE WHEN t."day" = '' THEN '' WHEN t."offset" = 0 THEN t."day" || 'T00:00' ELSE COALESCE(STRFTIME('%Y-%m-%dT%H:%M', t."day" || 'T00:00', (0 - t."offset") || ' minutes'), t."day" || 'T00:00') END AND CASE WHEN t."day" = '' THEN '' WHEN t."offset" = 0 THEN t."day" || 'T23:45' ELSE COALESCE(STRFTIME('%Y-%m-%dT%H:%M', t."day" || 'T23:45', (0 - t."offset") || ' minutes'), t."day" || 'T23:45') END GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
DELETE FROM "DroppedQuarter" WHERE "quarter" IN (SELECT "quarter" FROM "DirtyQuarter");
INSERT INTO "DroppedQuarter" ("quarter", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId", "rule", "sessionId", "events", "tokens") SELECT u."quarter", u."system", u."instanceId", COALESCE(u."provider", ''), COALESCE(u."model", ''), COALESCE(u."role", ''), COALESCE(u."purpose", 'other'), COALESCE(r."project", s."project", ''), COALESCE(r."jobId", s."jobId", ''), COALESCE(c."rule", ''), c."sessionId", COUNT(*), SUM(c."writtenTokens") FROM "DirtyQuarter" d CROSS JOIN "UsageEvent" u ON u."quarter" = d."quarter" JOIN "UsageCopy" c ON c."eventId" = u."id" AND u."copies" > 1 AND NOT c."kept" LEFT JOIN "Run" r ON r."id" = u."runId" LEFT JOIN "Session" s ON s."id" = u."sessionId" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
DELETE FROM "DroppedDay" WHERE ("offset", "day") IN (SELECT t."offset", t."day" FROM (SELECT DISTINCT o."offset" AS "offset", CASE WHEN d."quarter" = '' THEN '' WHEN o."offset" = 0 THEN SUBSTR(d."quarter", 1, 10) ELSE COALESCE(STRFTIME('%Y-%m-%d', d."quarter", o."offset" || ' minutes'), SUBSTR(d."quarter", 1, 10)) END AS "day" FROM "DirtyQuarter" d CROSS JOIN "DayOffset" o) t);
INSERT INTO "DroppedDay" ("offset", "day", "system", "instanceId", "provider", "model", "role", "purpose", "project", "jobId", "rule", "sessionId", "events", "tokens") SELECT t."offset", t."day", q."system", q."instanceId", q."provider", q."model", q."role", q."purpose", q."project", q."jobId", q."rule", q."sessionId", SUM(q."events"), SUM(q."tokens") FROM (SELECT DISTINCT o."offset" AS "offset", CASE WHEN d."quarter" = '' THEN '' WHEN o."offset" = 0 THEN SUBSTR(d."quarter", 1, 10) ELSE COALESCE(STRFTIME('%Y-%m-%d', d."quarter", o."offset" || ' minutes'), SUBSTR(d."quarter", 1, 10)) END AS "day" FROM "DirtyQuarter" d CROSS JOIN "DayOffset" o) t CROSS JOIN "DroppedQuarter" q ON q."quarter" BETWEEN CASE WHEN t."day" = '' THEN '' WHEN t."offset" = 0 THEN t."day" || 'T00:00' ELSE COALESCE(STRFTIME('%Y-%m-%dT%H:%M', t."day" || 'T00:00', (0 - t."offset") || ' minutes'), t."day" || 'T00:00') END AND CASE WHEN t."day" = '' THEN '' WHEN t."offset" = 0 THEN t."day" || 'T23:45' ELSE COALESCE(STRFTIME('%Y-%m-%dT%H:%M', t."day" || 'T23:45', (0 - t."offset") || ' minutes'), t."day" || 'T23:45') END GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12;
DELETE FROM "DirtyQuarter";
