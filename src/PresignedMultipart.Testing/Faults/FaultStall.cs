namespace PresignedMultipart.Testing.Faults;

/// <summary>A stop in the middle of a request's body.</summary>
/// <param name="AfterBytes">How many bytes of the body are read before.</param>
/// <param name="Wait">How long the stop is.</param>
internal sealed record FaultStall(long AfterBytes, FaultWait Wait);
