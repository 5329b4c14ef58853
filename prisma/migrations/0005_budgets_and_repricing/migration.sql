-- CreateTable
CREATE TABLE "RepricedCost" (
    "priceTable" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "costPico" BIGINT,
    "version" TEXT NOT NULL,

    PRIMARY KEY ("priceTable", "eventId")
);

-- CreateTable
CREATE TABLE "Repricing" (
    "priceTable" TEXT NOT NULL PRIMARY KEY,
    "status" TEXT NOT NULL,
    "cursor" TEXT NOT NULL DEFAULT '',
    "events" INTEGER NOT NULL DEFAULT 0,
    "eventsTotal" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "requestedAt" TEXT NOT NULL,
    "endedAt" TEXT
);

-- CreateTable
CREATE TABLE "Budget" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "scope" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "cap" BIGINT NOT NULL,
    "system" TEXT,
    "project" TEXT,
    "jobId" TEXT,
    "runId" TEXT,
    "period" TEXT,
    "tz" TEXT NOT NULL DEFAULT 'UTC',
    "createdAt" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Repricing_status_requestedAt_idx" ON "Repricing"("status", "requestedAt");

-- CreateIndex
CREATE INDEX "Budget_createdAt_id_idx" ON "Budget"("createdAt", "id");
