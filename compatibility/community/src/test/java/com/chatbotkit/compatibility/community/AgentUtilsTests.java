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

package com.chatbotkit.compatibility.community;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.Turn;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springaicommunity.agent.advisors.AutoMemoryToolsAdvisor;
import org.springaicommunity.agent.common.task.subagent.SubagentReference;
import org.springaicommunity.agent.tools.SkillsTool;
import org.springaicommunity.agent.tools.TodoWriteTool;
import org.springaicommunity.agent.tools.TodoWriteTool.Todos;
import org.springaicommunity.agent.tools.task.TaskTool;
import org.springaicommunity.agent.tools.task.claude.ClaudeSubagentDefinition;
import org.springaicommunity.agent.tools.task.claude.ClaudeSubagentType;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The tools and the advisor of {@code spring-ai-agent-utils}, offered to a bot.
 */
@SpringBootTest(properties = "spring.ai.a2a.server.enabled=false")
@EmulatedChatBotKit
class AgentUtilsTests {

	@TempDir
	private Path folder;

	@Autowired
	private ChatClient.Builder chat;

	private ChatBotKitEmulator emulator;

	@Test
	void todos() {
		List<Todos> written = new ArrayList<>();
		this.emulator.any()
			.call("TodoWrite",
					Map.of("todos",
							Map.of("todos",
									List.of(item("Oil the chain", "in_progress"), item("Ring the bell", "pending")))))
			.thenReply("Two things to do.");
		TodoWriteTool tool = TodoWriteTool.builder().todoEventHandler(written::add).build();
		assertThat(this.chat.build().prompt("What is to do?").tools(tool).call().content())
			.isEqualTo("Two things to do.");
		assertThat(written).singleElement()
			.satisfies((todos) -> assertThat(todos.todos()).extracting(Todos.TodoItem::content, Todos.TodoItem::status)
				.containsExactly(tuple("Oil the chain", Todos.Status.in_progress),
						tuple("Ring the bell", Todos.Status.pending)));
	}

	@Test
	void memoryAdvisor() {
		ChatClient client = this.chat
			.defaultAdvisors(AutoMemoryToolsAdvisor.builder().memoriesRootDirectory(this.folder.toString()).build())
			.build();
		this.emulator.any()
			.when("I am Ada")
			.call("MemoryCreate", Map.of("path", "user.md", "fileText", "The user's name is Ada."))
			.thenReply("Hello, Ada.");
		this.emulator.any()
			.when("Who am I")
			.call("MemoryView", Map.of("path", "user.md"))
			.thenReply((turn) -> Reply.text(result(turn)));
		assertThat(client.prompt("I am Ada").call().content()).isEqualTo("Hello, Ada.");
		assertThat(this.folder.resolve("user.md")).hasContent("The user's name is Ada.");
		assertThat(String.join("", client.prompt("Who am I?").stream().content().collectList().block()))
			.contains("The user's name is Ada.");
		assertThat(this.emulator).hasReceived(4).firstRequest().hasSystemTextContaining(this.folder.toString());
	}

	@Test
	void skills() throws IOException {
		write("skills/repair/SKILL.md", """
				---
				name: repair
				description: How to repair a bicycle
				---
				Turn the bicycle upside down.
				""");
		this.emulator.any().call("Skill", Map.of("command", "repair")).thenReply((turn) -> Reply.text(result(turn)));
		ToolCallback skills = SkillsTool.builder().addSkillsDirectory(this.folder.resolve("skills").toString()).build();
		assertThat(this.chat.build().prompt("My chain is off").tools(skills).call().content())
			.contains("Turn the bicycle upside down.");
		assertThat(this.emulator).hasReceived(2).firstRequest().describesTool("Skill", "How to repair a bicycle");
	}

	@Test
	void aTaskForABotOfItsOwn() throws IOException {
		Path mechanic = write("agents/mechanic.md", """
				---
				name: mechanic
				description: Repairs bicycles
				tools: Read
				---
				You are the mechanic.
				""");
		this.emulator.any()
			.whenOffered("Task")
			.call("Task",
					Map.of("description", "Repair a chain", "prompt", "The chain is off", "subagent_type", "mechanic"))
			.thenReply((turn) -> Reply.text("The mechanic says: " + result(turn)));
		this.emulator.any().when("The chain is off").reply("Put it on again.");
		ToolCallback task = TaskTool.builder()
			.subagentTypes(ClaudeSubagentType.builder().chatClientBuilder("default", this.chat.clone()).build())
			.subagentReferences(new SubagentReference(mechanic.toString(), ClaudeSubagentDefinition.KIND))
			.build();
		assertThat(this.chat.build().prompt("Help me").tools(task).call().content())
			.isEqualTo("The mechanic says: Put it on again.");
		assertThat(this.emulator).hasReceived(3)
			.request(1)
			.hasSystemTextContaining("You are the mechanic.")
			.offersTools("Read");
	}

	private static String result(Turn turn) {
		return turn.results().get(0).result().asString();
	}

	private static Map<String, String> item(String content, String status) {
		return Map.of("content", content, "status", status, "activeForm", content);
	}

	private Path write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, text);
	}

}
