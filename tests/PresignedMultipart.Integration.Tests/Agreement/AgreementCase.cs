namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>What is asked of a server, and what Amazon S3 documents as its answer.</summary>
/// <param name="Name">A sentence's beginning, unique: it is what is done.</param>
/// <param name="Documented">Status, S3's code, and what else of the answer matters.</param>
/// <param name="AskAsync">Asks a server, and says its answer in those words.</param>
internal sealed record AgreementCase(string Name, string Documented, Func<S3Dialogue, Task<string>> AskAsync)
{
    public static IReadOnlyDictionary<string, AgreementCase> All { get; } = new[]
    {
        SignatureCases.All, PutCases.All, ReadCases.All, PartCases.All, CompletionCases.All, ListCases.All, CorsCases.All,
    }.SelectMany(cases => cases).ToDictionary(asked => asked.Name);
}
