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

package com.chatbotkit.samples.recipes;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import org.slf4j.LoggerFactory;

/** An MCP server that speaks over standard input and output. */
final class WorkshopServer {

	private WorkshopServer() {
	}

	public static void main(String[] args) {
		// Standard output is for JSON-RPC only, and Logback writes there.
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
		Map<String, Object> schema = Map.of("$schema", "http://json-schema.org/draft-07/schema#", "type", "object",
				"properties", Map.of("day", Map.of("type", List.of("string", "null"), "format", "date")));
		McpSchema.Tool tool = McpSchema.Tool.builder("free_slots", schema)
			.description("Tells which hours are free on a day")
			.build();
		McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
			.serverInfo("workshop", "1")
			.capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
			.toolCall(tool,
					(exchange, request) -> McpSchema.CallToolResult.builder()
						.addTextContent("nine on " + request.arguments().get("day"))
						.build())
			.build();
	}

}
