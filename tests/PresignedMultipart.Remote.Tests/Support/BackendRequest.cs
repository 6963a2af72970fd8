namespace PresignedMultipart.Remote.Tests.Support;

/// <summary>A request as it reached the back end.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query, as they were sent.</param>
/// <param name="ContentType">The body's type.</param>
/// <param name="Authorization">What proves who calls.</param>
/// <param name="Body">The body.</param>
internal sealed record BackendRequest(string Method, string Target, string? ContentType, string? Authorization, string Body);
