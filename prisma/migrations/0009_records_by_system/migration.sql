-- CreateIndex
CREATE INDEX "run_records" ON "Run"("system", "hasRow");

-- CreateIndex
CREATE INDEX "session_records" ON "Session"("system", "role");
