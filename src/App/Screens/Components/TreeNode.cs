namespace Qingyuan.App.Screens.Components;

/// <summary>One node of a <see cref="TreePicker"/>; only those without children can be chosen.</summary>
public sealed record TreeNode(string Value, string Text, IReadOnlyList<TreeNode> Children)
{
    public TreeNode(string value, string text) : this(value, text, [])
    {
    }
}
