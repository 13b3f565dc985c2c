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

package com.chatbotkit.springai.server.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.chatbotkit.springai.server.agent.AgentCaller;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.server.agent.AgentRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;

/**
 * One turn of an agent: what the caller brought into it, and what is held back of it.
 */
final class Turn {

	private final AgentRequest request;

	private final List<CallerTool> callerTools;

	private final HeldTurns held;

	private final ToolCallingManager tools;

	private final ModelRounds rounds;

	private final Steps steps;

	private final CallerScope scope;

	private final RequestObservation observation;

	private final String owner;

	private List<Message> start = List.of();

	Turn(AgentRequest request, HeldTurns held, ToolCallingManager tools, ModelRounds rounds, Steps steps,
			CallerScope scope, RequestObservation observation) {
		this.request = request;
		this.callerTools = request.functions().stream().map(CallerTool::new).toList();
		this.held = held;
		this.tools = tools;
		this.rounds = rounds;
		this.steps = steps;
		this.scope = scope;
		this.observation = observation;
		this.owner = ((request.caller() != null) ? request.caller().owner() : "") + "/" + request.target();
	}

	ModelRounds rounds() {
		return this.rounds;
	}

	RequestObservation observation() {
		return this.observation;
	}

	/**
	 * Whether there is nothing to add to the requests of this turn, to put back or to
	 * hand out. A conversation that is continued may have been held back.
	 */
	boolean isPlain() {
		AgentCaller caller = this.request.caller();
		return this.callerTools.isEmpty() && this.request.backstory() == null
				&& (caller == null || (this.scope.equals(CallerScope.NONE) && caller.conversation() == null))
				&& this.request.messages().stream().allMatch(Turn::isText);
	}

	private static boolean isText(AgentMessage message) {
		return message instanceof AgentMessage.User || message instanceof AgentMessage.Bot;
	}

	/** Adds to a request what the caller brought, and what was held back. */
	ChatClientRequest begin(ChatClientRequest request) {
		Prompt prompt = withCallerTools(scoped(request.prompt()));
		String system = this.request.backstory();
		if (system != null) {
			prompt = prompt.augmentSystemMessage((own) -> own.mutate()
				.text((own.getText() == null || own.getText().isEmpty()) ? system : own.getText() + "\n\n" + system)
				.build());
		}
		prompt = prompt.mutate().messages(restored(prompt)).build();
		this.start = prompt.getInstructions();
		return request.mutate().prompt(prompt).build();
	}

	/** The same prompt, whose tools know the caller and the observation. */
	private Prompt scoped(Prompt prompt) {
		AgentCaller caller = this.request.caller();
		CallerScope known = (caller != null) ? this.scope : CallerScope.NONE;
		if ((known.equals(CallerScope.NONE) && !this.observation.isPresent())
				|| !(prompt.getOptions() instanceof ToolCallingChatOptions options)
				|| ToolCalls.declared(options).isEmpty()) {
			return prompt;
		}
		List<ToolCallback> tools = ToolCalls.declared(options)
			.stream()
			.<ToolCallback>map((tool) -> new ScopedTool(tool, known, caller, this.observation))
			.toList();
		return prompt.mutate().chatOptions(options.mutate().toolCallbacks(tools).build()).build();
	}

	private Prompt withCallerTools(Prompt prompt) {
		if (this.callerTools.isEmpty()) {
			return prompt;
		}
		if (!(prompt.getOptions() instanceof ToolCallingChatOptions options)) {
			throw new AgentException("BAD_REQUEST", "This agent's model cannot call tools. Send none.");
		}
		List<ToolCallback> all = new ArrayList<>(ToolCalls.declared(options));
		check(ToolCalls.names(all));
		all.addAll(this.callerTools);
		return prompt.mutate().chatOptions(options.mutate().toolCallbacks(all).build()).build();
	}

	/** Refuses tools of the caller that are called like one of the agent. */
	void check(Set<String> own) {
		for (CallerTool tool : this.callerTools) {
			String name = tool.getToolDefinition().name();
			if (own.contains(name)) {
				throw new AgentException("BAD_REQUEST",
						"The agent has a tool called '" + name + "' of its own. Give yours another name.");
			}
		}
	}

	/** The messages, with everything that was held back of turns that are not over. */
	private List<Message> restored(Prompt prompt) {
		List<Message> messages = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		Map<String, HeldTurn> restored = new HashMap<>();
		for (Message message : prompt.getInstructions()) {
			if (message instanceof AssistantMessage assistant && assistant.hasToolCalls()) {
				List<String> ids = assistant.getToolCalls().stream().map(ToolCall::id).toList();
				if (seen.containsAll(ids)) {
					// The client sends what a memory has as well.
					continue;
				}
				seen.addAll(ids);
				HeldTurn turn = held(ids);
				if (turn != null) {
					messages.addAll(turn.before());
					messages.add(turn.turn());
					turn.turn().getToolCalls().forEach((call) -> restored.put(call.id(), turn));
				}
				else {
					messages.add(assistant);
				}
			}
			else if (message instanceof ToolResponseMessage results) {
				messages.add(withOwnResults(prompt, results, restored));
			}
			else {
				messages.add(message);
			}
		}
		return messages;
	}

	private @Nullable HeldTurn held(List<String> ids) {
		for (String id : ids) {
			HeldTurn turn = this.held.find(id, this.owner);
			if (turn != null) {
				return turn;
			}
		}
		return null;
	}

	private Message withOwnResults(Prompt prompt, ToolResponseMessage message, Map<String, HeldTurn> restored) {
		HeldTurn turn = message.getResponses()
			.stream()
			.map((response) -> restored.get(response.id()))
			.filter((found) -> found != null)
			.findFirst()
			.orElse(null);
		if (turn == null) {
			return message;
		}
		Map<String, ToolResponse> results = new HashMap<>();
		turn.results(() -> run(prompt, turn.turn())).forEach((result) -> results.put(result.id(), result));
		message.getResponses().forEach((result) -> results.putIfAbsent(result.id(), result));
		List<ToolResponse> ordered = new ArrayList<>();
		turn.turn().getToolCalls().forEach((call) -> {
			ToolResponse result = results.remove(call.id());
			if (result != null) {
				ordered.add(result);
			}
		});
		ordered.addAll(results.values());
		return ToolResponseMessage.builder().responses(ordered).build();
	}

	/** Sorts calls by whose tools they call. */
	ToolCalls calls(List<ToolCall> calls, Prompt prompt) {
		return ToolCalls.of(calls, prompt, ToolCalls.names(this.callerTools));
	}

	/** Runs the agent's own calls among those of a turn. */
	private List<ToolResponse> run(Prompt prompt, AssistantMessage turn) {
		ToolCalls calls = calls(turn.getToolCalls(), prompt);
		if (calls.inside().isEmpty()) {
			return List.of();
		}
		stepping(calls.inside());
		AssistantMessage inside = AssistantMessage.builder().content("").toolCalls(calls.inside()).build();
		List<Message> history = this.tools.executeToolCalls(prompt, new ChatResponse(List.of(new Generation(inside))))
			.conversationHistory();
		return ((ToolResponseMessage) history.get(history.size() - 1)).getResponses();
	}

	/** Hands the caller's calls out, and holds back what the caller is not to see. */
	void handOut(Prompt prompt, String text, ToolCalls calls) {
		List<Message> before = since(prompt.getInstructions());
		boolean hidden = !before.isEmpty() || !calls.inside().isEmpty();
		List<ToolCall> all = hidden ? calls.all().stream().map(ToolCalls::withNewId).toList()
				: ToolCalls.withValidIds(calls.all());
		Set<String> theirs = calls.callers().stream().map(ToolCall::name).collect(Collectors.toSet());
		List<ToolCall> shown = all.stream().filter((call) -> theirs.contains(call.name())).toList();
		if (hidden) {
			HeldTurn turn = new HeldTurn(this.owner, before,
					AssistantMessage.builder().content(text).toolCalls(all).build());
			shown.forEach((call) -> this.held.put(call.id(), turn));
		}
		this.rounds.handOut(AssistantMessage.builder().content(text).toolCalls(shown).build());
	}

	/** The messages that the tool loop has added since it began. */
	private List<Message> since(List<Message> now) {
		int begun = this.start.size();
		return (now.size() > begun && now.subList(0, begun).equals(this.start)) ? now.subList(begun, now.size())
				: List.of();
	}

	void stepping(List<ToolCall> calls) {
		calls.forEach((call) -> this.steps.add("Using " + call.name() + ".\n"));
	}

}
