-- CreateTable
CREATE TABLE "Experiment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "createdAt" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ExperimentVersion" (
    "experimentId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "reason" TEXT,
    "afterResults" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TEXT NOT NULL,

    PRIMARY KEY ("experimentId", "version")
);

-- CreateTable
CREATE TABLE "ExperimentResult" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "experimentId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definitionHash" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    "controlHash" TEXT NOT NULL,
    "treatmentHash" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "seed" BIGINT NOT NULL,
    "pairs" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "analysis" TEXT NOT NULL,
    "computedAt" TEXT NOT NULL,
    "seenAt" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Experiment_createdAt_id_idx" ON "Experiment"("createdAt", "id");

-- CreateIndex
CREATE INDEX "result_of_experiment" ON "ExperimentResult"("experimentId", "seenAt");
