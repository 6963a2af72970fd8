namespace PresignedMultipart.Integration.Tests;

/// <summary>Tests that take the server away from all others, or measure: they run after the others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
