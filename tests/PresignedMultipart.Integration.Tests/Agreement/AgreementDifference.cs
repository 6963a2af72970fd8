namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>What some servers answer instead of what Amazon S3 documents.</summary>
/// <param name="Case">The name of an <see cref="AgreementCase"/>.</param>
/// <param name="Answer">What they answer.</param>
/// <param name="Servers">Their names in <c>S3_SERVER</c>; <c>testing</c> is the endpoint of PresignedMultipart.Testing.</param>
internal sealed record AgreementDifference(string Case, string Answer, params string[] Servers);
