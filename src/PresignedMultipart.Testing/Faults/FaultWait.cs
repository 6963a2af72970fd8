namespace PresignedMultipart.Testing.Faults;

/// <summary>A wait on the server's clock; it must end when the token is cancelled, as the client may leave and the server may stop.</summary>
internal delegate Task FaultWait(TimeProvider clock, CancellationToken cancellationToken);
