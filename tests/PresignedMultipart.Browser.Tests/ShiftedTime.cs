namespace PresignedMultipart.Browser.Tests;

/// <summary>The system's clock, set ahead.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
