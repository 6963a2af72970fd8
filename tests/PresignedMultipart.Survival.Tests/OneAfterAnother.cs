// Each test starts processes, and has deadlines for them: they are not to compete for the processors.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
