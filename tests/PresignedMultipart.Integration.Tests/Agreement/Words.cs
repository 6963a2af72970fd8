using PresignedMultipart.Testing.Tests.Support;

namespace PresignedMultipart.Integration.Tests.Agreement;

/// <summary>Answers in the words of an <see cref="AgreementCase"/>.</summary>
internal static class Words
{
    /// <summary>Status, S3's code, and the values of these headers; one that is missing is said to be.</summary>
    public static string Say(this Answer answer, params string[] headers) =>
        string.Concat([answer.Outcome, .. headers.Select(name => $", {name}: {answer.Header(name) ?? "(none)"}")]);

    /// <summary>Status, S3's code, and the values of the elements with these names, in the order of the document.</summary>
    public static string SayElements(this Answer answer, params string[] names) => answer.Outcome != $"{answer.Status}" || answer.Body.Length == 0
        ? answer.Outcome
        : string.Concat([answer.Outcome, .. names.Select(name => $", {name}: {string.Join(' ', answer.Xml.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value))}")]);
}
