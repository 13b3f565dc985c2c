/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import com.chatbotkit.springai.api.ChatBotKitSelector;
import com.chatbotkit.springai.tool.AgentCallCounter;
import com.chatbotkit.springai.tool.CheckedTool;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Chat options for ChatBotKit: Spring AI's portable ones and those of ChatBotKit.
 * <p>
 * The selector in {@link #getModel()} says what to run: {@code bot/id=<id>} or
 * {@code model/name=<model>}. The endpoint ignores every other portable option. If the
 * selector is a model, {@link #getCarrySettings()} makes some of them work.
 */
public final class ChatBotKitChatOptions extends DefaultToolCallingChatOptions {

	private final @Nullable String reasoningEffort;

	private final @Nullable Boolean carrySettings;

	private final @Nullable Boolean legacyFunctions;

	private final @Nullable ApiKey secretKey;

	private final @Nullable List<ToolCallback> checkedTools;

	private final @Nullable AgentCallCounter agentCalls;

	private final AtomicInteger requestsWithResults = new AtomicInteger();

	private ChatBotKitChatOptions(ToolCallingChatOptions portable, @Nullable String reasoningEffort,
			@Nullable Boolean carrySettings, @Nullable Boolean legacyFunctions, @Nullable ApiKey secretKey) {
		super(CheckedTool.unchecked(portable.getToolCallbacks()), portable.getToolContext(), portable.getModel(),
				portable.getFrequencyPenalty(), portable.getMaxTokens(), portable.getPresencePenalty(),
				portable.getStopSequences(), portable.getTemperature(), portable.getTopK(), portable.getTopP());
		this.reasoningEffort = reasoningEffort;
		this.carrySettings = carrySettings;
		this.legacyFunctions = legacyFunctions;
		this.secretKey = secretKey;
		this.checkedTools = CheckedTool.checked(super.getToolCallbacks());
		this.agentCalls = AgentCallCounter.of(super.getToolCallbacks(), portable.getToolContext());
	}

	/**
	 * Starts building options. All are unset.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * How hard a model should think: {@code auto}, {@code low}, {@code medium} or
	 * {@code high}. Has an effect only if settings are carried.
	 * @return the effort, or null if unset
	 */
	public @Nullable String getReasoningEffort() {
		return this.reasoningEffort;
	}

	/**
	 * Whether {@code temperature}, {@code maxTokens}, {@code frequencyPenalty},
	 * {@code presencePenalty} and {@code reasoningEffort} are carried inside the model
	 * string of the selector, which is not documented by ChatBotKit. Bots carry none.
	 * @return true or false, or null if unset, which means false
	 */
	public @Nullable Boolean getCarrySettings() {
		return this.carrySettings;
	}

	/**
	 * Whether tools are declared in the legacy {@code functions} format instead of
	 * {@code tools}.
	 * @return true or false, or null if unset, which means false
	 */
	public @Nullable Boolean getLegacyFunctions() {
		return this.legacyFunctions;
	}

	/**
	 * The secret key of these calls, instead of the one that the chat model was built
	 * with, for example that of a tenant. Never part of the JSON of these options.
	 * @return the source of the key, or null if unset
	 */
	@JsonIgnore
	public @Nullable ApiKey getSecretKey() {
		return this.secretKey;
	}

	/**
	 * The tools. Each one equals the given tool, but checks its arguments: if they are
	 * not a JSON object, or do not match, the tool does not run and the bot gets an
	 * error.
	 * @return the tools, or null if unset
	 */
	@Override
	public @Nullable List<ToolCallback> getToolCallbacks() {
		return this.checkedTools;
	}

	/**
	 * The context of the tools. If one of them is an
	 * {@link com.chatbotkit.springai.agent.AgentToolCallback}, the context also has
	 * {@link ChatBotKitAttributes#AGENT_CALLS}.
	 * @return the context, or null if unset
	 */
	@Override
	public @Nullable Map<String, Object> getToolContext() {
		return (this.agentCalls != null) ? this.agentCalls.toolContext() : super.getToolContext();
	}

	/**
	 * Returns the parameters that are set but ignored by the endpoint, with their values:
	 * {@code topP}, {@code topK} and {@code stopSequences}, and, unless a model
	 * {@linkplain #getCarrySettings() carries} them, {@code temperature},
	 * {@code maxTokens}, {@code frequencyPenalty}, {@code presencePenalty} and
	 * {@code reasoningEffort}.
	 * @return the names of the options' properties and their values, empty if none is
	 * ignored
	 * @throws IllegalArgumentException if the model is not a selector
	 */
	public Map<String, Object> ignoredParameters() {
		return ignoredParameters(ChatBotKitSelector.read(getModel()));
	}

	/**
	 * Checks the values of the settings. A chat model does so with its default options
	 * when it is built, and with those of each prompt.
	 * @throws IllegalArgumentException if {@code temperature}, a penalty or {@code topP}
	 * is not a finite number, or if settings are to be {@linkplain #getCarrySettings()
	 * carried} and one of them is outside of the platform's range
	 */
	public void checkSettings() {
		ModelStringSettings.check(this);
	}

	Map<String, Object> ignoredParameters(ChatBotKitSelector selector) {
		Map<String, Object> ignored = new LinkedHashMap<>();
		if (!carriesSettings(selector)) {
			putIfSet(ignored, "temperature", getTemperature());
			putIfSet(ignored, "maxTokens", getMaxTokens());
			putIfSet(ignored, "frequencyPenalty", getFrequencyPenalty());
			putIfSet(ignored, "presencePenalty", getPresencePenalty());
			putIfSet(ignored, "reasoningEffort", this.reasoningEffort);
		}
		putIfSet(ignored, "topP", getTopP());
		putIfSet(ignored, "topK", getTopK());
		putIfSet(ignored, "stopSequences", getStopSequences());
		return ignored;
	}

	/**
	 * Whether the selector can carry settings and these options ask for it.
	 */
	boolean carriesSettings(ChatBotKitSelector selector) {
		return Boolean.TRUE.equals(this.carrySettings) && selector instanceof ChatBotKitSelector.Model;
	}

	private static void putIfSet(Map<String, Object> parameters, String name, @Nullable Object value) {
		if (value != null) {
			parameters.put(name, value);
		}
	}

	@Nullable AgentCallCounter agentCalls() {
		return this.agentCalls;
	}

	/**
	 * Returns the counter of {@link ToolRounds}, which copies of these options do not
	 * share.
	 */
	AtomicInteger requestsWithResults() {
		return this.requestsWithResults;
	}

	@Override
	public Builder mutate() {
		Builder builder = builder().model(getModel())
			.frequencyPenalty(getFrequencyPenalty())
			.maxTokens(getMaxTokens())
			.presencePenalty(getPresencePenalty())
			.stopSequences(getStopSequences())
			.temperature(getTemperature())
			.topK(getTopK())
			.topP(getTopP())
			.toolCallbacks(super.getToolCallbacks())
			.toolContext(super.getToolContext());
		return builder.reasoningEffort(this.reasoningEffort)
			.carrySettings(this.carrySettings)
			.legacyFunctions(this.legacyFunctions)
			.secretKey(this.secretKey);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof ChatBotKitChatOptions that
				&& Objects.equals(this.reasoningEffort, that.reasoningEffort)
				&& Objects.equals(this.carrySettings, that.carrySettings)
				&& Objects.equals(this.legacyFunctions, that.legacyFunctions)
				&& Objects.equals(this.secretKey, that.secretKey);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.reasoningEffort, this.carrySettings, this.legacyFunctions,
				this.secretKey);
	}

	/**
	 * Builds {@link ChatBotKitChatOptions}.
	 */
	public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder> {

		private @Nullable String reasoningEffort;

		private @Nullable Boolean carrySettings;

		private @Nullable Boolean legacyFunctions;

		private @Nullable ApiKey secretKey;

		private Builder() {
		}

		/**
		 * Sets the selector.
		 * @param model the selector, {@code bot/id=<id>} or {@code model/name=<model>},
		 * whose ends are trimmed; null to unset
		 * @return this
		 */
		@Override
		public Builder model(@Nullable String model) {
			return super.model((model != null) ? model.strip() : null);
		}

		/**
		 * Selects a bot, by writing {@link #getModel() the model}.
		 * @param id the bot's id, not empty
		 * @return this
		 */
		public Builder bot(String id) {
			return model(ChatBotKitSelector.bot(id).value());
		}

		/**
		 * Selects a plain model, by writing {@link #getModel() the model}.
		 * @param name the model's name, not empty, for example {@code gpt-4o}
		 * @return this
		 */
		public Builder modelName(String name) {
			return model(ChatBotKitSelector.model(name).value());
		}

		/**
		 * Sets how hard a model should think.
		 * @param reasoningEffort {@code auto}, {@code low}, {@code medium} or
		 * {@code high}; null to unset
		 * @return this
		 */
		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		/**
		 * Sets whether settings are carried inside the model string.
		 * @param carrySettings true or false; null to unset
		 * @return this
		 * @see ChatBotKitChatOptions#getCarrySettings()
		 */
		public Builder carrySettings(@Nullable Boolean carrySettings) {
			this.carrySettings = carrySettings;
			return this;
		}

		/**
		 * Sets whether tools are declared in the legacy {@code functions} format.
		 * @param legacyFunctions true or false; null to unset
		 * @return this
		 */
		public Builder legacyFunctions(@Nullable Boolean legacyFunctions) {
			this.legacyFunctions = legacyFunctions;
			return this;
		}

		/**
		 * Sets the secret key of these calls.
		 * @param secretKey the source of the key, read for each attempt and never on an
		 * event loop; null to unset
		 * @return this
		 */
		public Builder secretKey(@Nullable ApiKey secretKey) {
			this.secretKey = secretKey;
			return this;
		}

		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			if (other instanceof Builder that) {
				this.reasoningEffort = (that.reasoningEffort != null) ? that.reasoningEffort : this.reasoningEffort;
				this.carrySettings = (that.carrySettings != null) ? that.carrySettings : this.carrySettings;
				this.legacyFunctions = (that.legacyFunctions != null) ? that.legacyFunctions : this.legacyFunctions;
				this.secretKey = (that.secretKey != null) ? that.secretKey : this.secretKey;
			}
			return this;
		}

		@Override
		public ChatBotKitChatOptions build() {
			return new ChatBotKitChatOptions(super.build(), this.reasoningEffort, this.carrySettings,
					this.legacyFunctions, this.secretKey);
		}

	}

}
