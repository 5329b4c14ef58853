-- CreateTable
CREATE TABLE "PairOverride" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" TEXT NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "controlRunId" TEXT NOT NULL,
    "treatmentRunId" TEXT NOT NULL,
    "varied" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "valid" BOOLEAN NOT NULL,
    "checks" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "pair_override_newest" ON "PairOverride"("at", "id");

-- CreateIndex
CREATE INDEX "pair_override_of_pair" ON "PairOverride"("controlRunId", "treatmentRunId");
