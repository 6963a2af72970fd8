namespace PresignedMultipart.Browser.Tests;

/// <summary>All tests that share the browser.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Chromium";

    /// <summary>How many milliseconds a test may take, so that what never happens is a failure.</summary>
    public const int LongestTest = 120_000;
}
