namespace PresignedMultipart.Browser.Tests;

/// <summary>All tests that share the browser.</summary>
[CollectionDefinition(Name)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>
{
    public const string Name = "Chromium";
}
