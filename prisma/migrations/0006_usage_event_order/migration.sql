-- CreateIndex
CREATE INDEX "usage_list_newest" ON "UsageEvent"("at", "id");

-- CreateIndex
CREATE INDEX "usage_list_largest" ON "UsageEvent"("total", "id");
