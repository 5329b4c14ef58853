-- CreateTable
CREATE TABLE "UsageDayBy" (
    "offset" INTEGER NOT NULL,
    "dimension" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "key" TEXT NOT NULL,
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

    PRIMARY KEY ("offset", "dimension", "day", "key")
) WITHOUT ROWID;

-- Days that are there already.
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'system', "day", "system", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'provider', "day", "provider", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'model', "day", "model", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'role', "day", "role", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'purpose', "day", "purpose", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'project', "day", "project", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'jobId', "day", "jobId", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
INSERT INTO "UsageDayBy" ("offset", "dimension", "day", "key", "events", "unknownEvents", "unpricedEvents", "lowerBoundEvents", "reportedEvents", "computedEvents", "comparedEvents", "inputEvents", "cacheReadEvents", "cacheWrite5mEvents", "cacheWrite1hEvents", "outputEvents", "unsplitEvents", "repeatedEvents", "input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "unsplit", "total", "writtenTokens", "costPico", "costReportedPico", "costComputedPico", "comparedReportedPico", "comparedComputedPico")
SELECT "offset", 'systemModel', "day", "system" || ' ' || "model", SUM("events"), SUM("unknownEvents"), SUM("unpricedEvents"), SUM("lowerBoundEvents"), SUM("reportedEvents"), SUM("computedEvents"), SUM("comparedEvents"), SUM("inputEvents"), SUM("cacheReadEvents"), SUM("cacheWrite5mEvents"), SUM("cacheWrite1hEvents"), SUM("outputEvents"), SUM("unsplitEvents"), SUM("repeatedEvents"), SUM("input"), SUM("cacheRead"), SUM("cacheWrite5m"), SUM("cacheWrite1h"), SUM("output"), SUM("reasoning"), SUM("unsplit"), SUM("total"), SUM("writtenTokens"), SUM("costPico"), SUM("costReportedPico"), SUM("costComputedPico"), SUM("comparedReportedPico"), SUM("comparedComputedPico") FROM "UsageDay" GROUP BY 1, 3, 4;
